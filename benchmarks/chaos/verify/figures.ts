import type { Quantiles } from '../../lib';
import { quantiles } from '../../lib';
import type { Fault } from '../ledger';
import type { Evidence, HistoryEntry } from './evidence';

/** Time from a kill until another owner claimed a deployment of the dead one. */
export interface RecoveryGap {
  deploymentId: string;
  environment: string;
  /** Milliseconds. */
  ms: number;
  /** Time until a peer had noticed and released the deployment, in milliseconds. */
  noticedMs: number;
  /** Whether there was no other fault meanwhile. */
  isUndisturbed: boolean;
}

/** Numbers of a run. */
export interface Figures {
  kills: number;
  freezes: number;
  /** Freezes during a call to a target. */
  freezesInCall: number;
  /** Calls that were delayed by a freeze and then rejected because of their fence or their deadline. */
  refusedAfterFreeze: { fence: number; deadline: number };
  cutConnections: number;
  postgresRestarts: { fast: number; immediate: number };
  queueLosses: number;
  deployments: number;
  outcomes: Record<string, number>;
  /** Of targets with fences, and queued deployments; in milliseconds. */
  recoveryGap: GapFigures;
  /** Of targets without fences, where a takeover waits for the deadline of the old call; in milliseconds. */
  recoveryGapUnfenced: GapFigures;
  effects: number;
  /** Requested again with the same key. */
  reinvokedEffects: number;
  fencedAttemptsRefused: number;
  lateAttemptsRefused: number;
  takeovers: number;
  commands: number;
  doubleClicks: number;
}

interface GapFigures {
  all?: Quantiles;
  /** Until a peer had noticed, without other faults. */
  noticed?: Quantiles;
  /** Without other faults between the kill and the claim. */
  undisturbed?: Quantiles;
}

/** Calculates the numbers of a run. */
export function calculateFigures(evidence: Evidence): Figures {
  const { deployments, effects, ledger, events, commands } = evidence;
  const { faults } = ledger;
  const outcomes: Record<string, number> = {};
  for (const { status } of deployments) {
    outcomes[status] = (outcomes[status] ?? 0) + 1;
  }
  const gaps = findRecoveryGaps(evidence);
  const gapFigures = (some: RecoveryGap[]): GapFigures => ({
    all: quantiles(some.map(({ ms }) => ms)),
    noticed: quantiles(
      some.filter(it => it.isUndisturbed).map(({ noticedMs }) => noticedMs),
    ),
    undisturbed: quantiles(
      some.filter(it => it.isUndisturbed).map(({ ms }) => ms),
    ),
  });
  const count = (test: (fault: Fault) => boolean) => faults.filter(test).length;
  const restarts = (mode: string) =>
    count(it => it.kind === 'restart-postgres' && it.mode === mode);
  return {
    kills: count(it => it.kind === 'kill'),
    freezes: count(it => it.kind === 'freeze'),
    freezesInCall: count(it => it.kind === 'freeze' && it.inCall !== undefined),
    refusedAfterFreeze: {
      fence: countRefusedAfterFreeze(evidence, 'fence'),
      deadline: countRefusedAfterFreeze(evidence, 'deadline'),
    },
    cutConnections: faults.reduce(
      (sum, it) => sum + (it.kind === 'cut' ? it.connections : 0),
      0,
    ),
    postgresRestarts: {
      fast: restarts('fast'),
      immediate: restarts('immediate'),
    },
    queueLosses: count(it => it.kind === 'lose-queue'),
    deployments: deployments.length,
    outcomes,
    recoveryGap: gapFigures(
      gaps.filter(({ environment }) => environment !== 'unfenced'),
    ),
    recoveryGapUnfenced: gapFigures(
      gaps.filter(({ environment }) => environment === 'unfenced'),
    ),
    effects: effects.filter(({ what }) => what === 'begin').length,
    reinvokedEffects: effects.filter(({ what }) => what === 'repeated').length,
    fencedAttemptsRefused: effects.filter(({ why }) => why === 'fence').length,
    lateAttemptsRefused: effects.filter(({ why }) => why === 'deadline').length,
    takeovers: Object.values(events)
      .flat()
      .filter(({ type }) => type === 'claimed').length,
    commands: commands.length,
    doubleClicks: ledger.clicks.filter(({ sent }) => sent > 1).length,
  };
}

/** Counts calls that were delayed by a freeze and then rejected. */
function countRefusedAfterFreeze(
  { effects, ledger }: Evidence,
  why: 'fence' | 'deadline',
): number {
  return ledger.faults.filter(
    fault =>
      fault.kind === 'freeze' &&
      effects.some(
        effect =>
          effect.why === why &&
          effect.key === fault.inCall &&
          effect.pid === fault.pid &&
          effect.at >= fault.at,
      ),
  ).length;
}

/** Finds the deployments that each kill interrupted, and how long until another owner claimed them. */
export function findRecoveryGaps({
  history,
  owners,
  ledger,
  deployments,
}: Evidence): RecoveryGap[] {
  const byDeployment = new Map<string, HistoryEntry[]>();
  for (const entry of history) {
    const all = byDeployment.get(entry.id) ?? [];
    all.push(entry);
    byDeployment.set(entry.id, all);
  }
  const environments = new Map(
    deployments.map(({ id, environment }) => [id, environment]),
  );
  return ledger.faults.flatMap(kill => {
    if (kill.kind !== 'kill') {
      return [];
    }
    const dead = new Set(
      owners.filter(({ pid }) => pid === kill.pid).map(({ owner }) => owner),
    );
    return [...byDeployment].flatMap(([id, all]) => {
      const last = all.filter(({ at }) => at <= kill.at).at(-1);
      if (last?.owner === undefined || !dead.has(last.owner)) {
        return [];
      }
      const next = all.find(
        ({ n, owner }) => n > last.n && owner !== undefined && !dead.has(owner),
      );
      if (!next) {
        return [];
      }
      const noticed = all.find(
        ({ n, owner }) =>
          n > last.n && !(owner !== undefined && dead.has(owner)),
      );
      return [
        {
          deploymentId: id,
          environment: environments.get(id) ?? '',
          ms: next.at - kill.at,
          noticedMs: (noticed ?? next).at - kill.at,
          isUndisturbed: !ledger.faults.some(
            fault => fault !== kill && isAround(fault, kill.at, next.at),
          ),
        },
      ];
    });
  });
}

/** How long a fault has an effect after its end, in milliseconds. */
const AFTERMATH_MS = 3_000;
/** After a restart of the server, replicas ignore missing locks until the other replicas have had time to reconnect. */
const RESTART_AFTERMATH_MS = 8_000;

function isAround(fault: Fault, from: number, to: number): boolean {
  switch (fault.kind) {
    case 'kill':
      // Other replicas continue, so only another kill in this period interferes.
      return fault.at >= from && fault.at <= to;
    case 'freeze':
      return fault.at <= to && fault.until + AFTERMATH_MS >= from;
    case 'restart-postgres':
      return fault.at <= to && fault.until + RESTART_AFTERMATH_MS >= from;
    case 'cut':
    case 'lose-queue':
      return fault.at <= to && fault.at + AFTERMATH_MS >= from;
    default: {
      const unknown: never = fault;
      throw new Error(`Unknown fault ${JSON.stringify(unknown)}`);
    }
  }
}
