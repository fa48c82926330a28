import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import { redactText } from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import type { Snapshot } from '../domain/deployment/snapshot';
import type { DeploymentState } from '../domain/deployment/state';
import { queueExpiresAt } from '../domain/policy/queueExpiry';
import type { Database } from '../persistence/database';
import type { DeploymentRecord } from '../persistence/repositories/deployments';
import { readDeployment } from '../persistence/repositories/deployments';
import { updateWakeAt } from '../persistence/ownership/leases';
import {
  acquireServiceEnvironment,
  lockServiceEnvironment,
  updateServiceEnvironment,
} from '../persistence/repositories/serviceEnvironments';
import type { StoredServiceEnvironment } from '../domain/model/serviceEnvironment';
import {
  putQueuedPlan,
  removeQueuedPlan,
} from '../persistence/repositories/queuedPlans';
import type { Claim } from './ownership/claim';
import type { Locked } from '../commit/commit';
import { apply, lock, lockToChange } from '../commit/commit';
import { listIntents } from './intents';
import type { RecordIntent } from './effects/perform';
import type { Planned } from '../planning/buildPlan';
import type { PlannedVersion } from '../planning/planSubject';
import type { StartEvaluation } from './deploymentRunner';
import type { CommitDeps } from '../commit/commitDeps';
import { wakeQueued } from '../commit/wakeQueued';
import { isAboutWhatRuns } from '../planning/requestedVersion';

export interface StartGateDeps extends CommitDeps {
  plan(requested: PlannedVersion): Promise<Planned>;
  recordIntent: RecordIntent;
  /** How long a deployment may stay queued, in milliseconds. */
  queueForMs: number;
}

/** How often the facts may change between being read and being acted upon before it is left for later. */
const MAX_TRIES = 5;
/** How long to wait then. */
const BUSY_MS = 1_000;
/**
 * How often the policies are asked again for nothing but to see. What ends most blockers is told (a command, an end
 * elsewhere) or has its time, so that thousands can wait without being asked about; targets and the catalog tell nothing.
 */
const ASK_UNTOLD_MS = 30_000;
const ASK_TOLD_MS = 6 * 3_600_000;
const UNTOLD: ReadonlySet<Blocker['kind']> = new Set(['unobserved', 'drift']);

/**
 * Takes the environment for a queued deployment if the policies let it, and freezes what it will do. The facts are read
 * outside of a transaction, because asking a target takes time; what was decided on them counts only if none of it has
 * changed when it is committed.
 */
export async function evaluateStartConditions(
  deps: StartGateDeps,
  claim: Claim,
  known?: Seen,
): Promise<StartEvaluation> {
  let seen: Seen | undefined = known;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const record: Seen | undefined =
      seen ?? (await readDeployment(deps.database.knex, claim.id));
    seen = undefined;
    if (!record || record.state.status !== 'queued') {
      return { seq: record?.state.seq ?? 0, wakeAt: record?.wakeAt };
    }
    const planned = await planOrExplain(deps, record.state);
    const admission = await deps.database.transaction(trx =>
      commitEvaluation(deps, trx, claim, record, planned),
    );
    if (admission !== 'stale') {
      // In a transaction of its own: the owner's next commit locks its row before the place, and so do we.
      await takeOver(deps, record.state, planned);
      return admission;
    }
  }
  return postpone(deps.database, claim);
}

/** A queued deployment as its owner knows it. */
type Seen = Pick<DeploymentRecord, 'state' | 'wakeAt'>;

/** What cannot be planned any more (the service left the catalog, say) is told as a blocker, not as an error of ours. */
async function planOrExplain(
  deps: StartGateDeps,
  state: DeploymentState,
): Promise<Planned | { unplannable: string }> {
  try {
    const planned = await deps.plan(getSubject(state));
    return planned.problems.length > 0
      ? { unplannable: planned.problems.join('; ') }
      : planned;
  } catch (error) {
    return {
      unplannable: redactText(
        error instanceof Error ? error.message : String(error),
      ),
    };
  }
}

function getSubject(state: DeploymentState): PlannedVersion {
  return {
    id: state.id,
    kind: state.kind,
    service: state.service,
    environment: state.environment,
    version: state.version,
    requestedBy: state.requestedBy,
    hotfix: state.hotfix,
    reverts: state.reverts,
    notBefore: state.notBefore,
    inputs: state.inputs,
    approvals: state.approvals,
    overridden: state.overridden,
  };
}

async function commitEvaluation(
  deps: StartGateDeps,
  trx: Knex.Transaction,
  claim: Claim,
  seen: Seen,
  planned: Planned | { unplannable: string },
): Promise<StartEvaluation | 'stale'> {
  const locked = await lock(deps, trx, claim.id, seen.state);
  const isSame =
    locked?.record.epoch === claim.epoch &&
    locked.record.state.seq === seen.state.seq &&
    locked.record.wakeAt === seen.wakeAt;
  if (!locked || !isSame) {
    return 'stale';
  }
  const { now } = locked;
  const expiresAt = queueExpiresAt(seen.state, deps.queueForMs);
  if (now >= expiresAt) {
    return commitIn(deps, trx, locked, { type: 'expire', now });
  }
  const latest = Math.min(now + ASK_UNTOLD_MS, expiresAt);
  if ('unplannable' in planned) {
    return block(deps, trx, locked, {
      blockers: [{ kind: 'unobserved', message: planned.unplannable }],
      until: latest,
    });
  }
  const serviceEnvironment = await lockServiceEnvironment(trx, seen.state, now);
  if (
    !isSameServiceEnvironment(serviceEnvironment, planned.serviceEnvironment)
  ) {
    return 'stale';
  }
  const { observation, planHash, snapshot } = planned;
  const current = await voidApprovals(deps, trx, locked, planned);
  if (planned.blockers.length > 0) {
    await putQueuedPlan(trx, claim.id, { at: now, planHash, snapshot });
    if (observation) {
      await updateServiceEnvironment(
        trx,
        serviceEnvironment,
        { observed: observation },
        now,
      );
    }
    return block(deps, trx, current, {
      blockers: planned.blockers,
      planHash: planned.planHash,
      ...(isAboutWhatRuns(seen.state.kind)
        ? { version: planned.snapshot.version }
        : {}),
      until: Math.min(askAgainAt(planned, now), expiresAt),
    });
  }
  const taken = await acquireServiceEnvironment(
    trx,
    serviceEnvironment,
    claim.id,
    now,
    observation,
  );
  if (!taken) {
    throw new Error(`The locked place of ${claim.id} was taken`);
  }
  const admission = await commitIn(deps, trx, current, {
    type: 'start',
    now,
    snapshot: planned.snapshot,
    planHash: planned.planHash,
    fence: taken.fence,
  });
  await removeQueuedPlan(trx, claim.id);
  // Those behind it wait for another one now, or are nearer to the front.
  await wakeQueued(deps, trx, serviceEnvironment.service, now);
  return admission;
}

/** Not all at once that were asked about at once. */
function askAgainAt({ blockers, wakeAt }: Planned, now: number): number {
  const isTold = !blockers.some(({ kind }) => UNTOLD.has(kind));
  const pause = isTold
    ? ASK_TOLD_MS * (0.75 + Math.random() / 2)
    : ASK_UNTOLD_MS;
  return Math.min(wakeAt ?? Infinity, now + Math.round(pause));
}

/** Whether what the policies were asked about has not changed since. */
export function isSameServiceEnvironment(
  a: StoredServiceEnvironment,
  b: StoredServiceEnvironment,
): boolean {
  const facts = ({
    lockOwner,
    fence,
    hold,
    current,
    driftAccepted,
  }: StoredServiceEnvironment) =>
    JSON.stringify([lockOwner, fence, hold, current, driftAccepted]);
  return facts(a) === facts(b);
}

/** Approvals were given to a plan; those of another plan are void, and the deployment says so. */
async function voidApprovals(
  deps: StartGateDeps,
  trx: Knex.Transaction,
  locked: Locked,
  planned: Planned,
): Promise<Locked> {
  const result = await apply(deps, trx, {
    locked,
    wake: false,
    command: {
      type: 'voidApprovals',
      now: locked.now,
      planHash: planned.planHash,
      reason: `The plan changed: ${whatItChanges(planned.snapshot)}.`,
    },
  });
  return { ...locked, record: { ...locked.record, state: result.state } };
}

function whatItChanges({ kind, baseline, version }: Snapshot): string {
  const runs = `${baseline?.name ?? 'nothing'} runs now`;
  switch (kind) {
    case 'deploy':
    case 'rollback':
      return `${runs}, and ${version.name} would take its place`;
    case 'restart':
      return `${runs}, and ${version.name} would be restarted`;
    case 'remove':
      return `${runs}, and ${version.name} would be removed`;
    default: {
      const unknown: never = kind;
      throw new Error(`Unknown kind ${unknown}`);
    }
  }
}

/**
 * A hotfix that nothing but the owner of the environment keeps from starting has the owner rolled back. A rollback has an owner
 * cancelled that has changed nothing; otherwise it waits for the owner's end.
 */
async function takeOver(
  deps: StartGateDeps,
  state: DeploymentState,
  planned: Planned | { unplannable: string },
): Promise<void> {
  const takes = state.kind === 'rollback' ? 'rollback' : 'hotfix';
  const mayTakeOver =
    takes === 'rollback' || (state.hotfix && state.kind === 'deploy');
  if ('unplannable' in planned || !mayTakeOver) {
    return;
  }
  const { lockOwner } = planned.facts;
  const onlyOwner = planned.blockers.every(({ kind }) => kind === 'slot');
  if (!lockOwner || !onlyOwner) {
    return;
  }
  await deps.database.transaction(async trx => {
    const owner = await lockToChange(deps, trx, lockOwner.id);
    if (owner && (takes === 'rollback' || !owner.record.state.hotfix)) {
      await apply(deps, trx, {
        locked: owner,
        wake: true,
        command: {
          type: 'takeover',
          now: owner.now,
          byDeployment: state.id,
          by: state.requestedBy.principal,
          takes,
        },
      });
    }
  });
}

async function block(
  deps: StartGateDeps,
  trx: Knex.Transaction,
  locked: Locked,
  wait: {
    blockers: Planned['blockers'];
    planHash?: string;
    version?: DeploymentState['version'];
    until: number;
  },
): Promise<StartEvaluation> {
  const { blockers, planHash, version, until } = wait;
  const result = await apply(deps, trx, {
    locked,
    wake: false,
    queuedUntil: until,
    command: {
      type: 'block',
      now: locked.now,
      blockers,
      ...(planHash === undefined ? {} : { planHash }),
      ...(version === undefined ? {} : { version }),
    },
  });
  await updateWakeAt(trx, result.state.id, until);
  return { seq: result.state.seq, wakeAt: until };
}

async function commitIn(
  deps: StartGateDeps,
  trx: Knex.Transaction,
  locked: Locked,
  command: Parameters<typeof apply>[2]['command'],
): Promise<StartEvaluation> {
  const { state, now } = await apply(deps, trx, {
    locked,
    command,
    wake: false,
    followUp: {
      recordIntent: (...at) => listIntents(deps.recordIntent, ...at),
    },
  });
  return { seq: state.seq, seen: { state, now } };
}

async function postpone(
  database: Database,
  claim: Claim,
): Promise<StartEvaluation> {
  return database.transaction(async trx => {
    const until = (await database.now(trx)) + BUSY_MS;
    await updateWakeAt(trx, claim.id, until);
    const record = await readDeployment(trx, claim.id);
    return { seq: record?.state.seq ?? 0, wakeAt: until };
  });
}
