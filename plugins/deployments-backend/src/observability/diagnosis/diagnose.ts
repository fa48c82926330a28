import { formatDuration } from '@slipway/backstage-plugin-deployments-common';
import type { EngineStuck } from '@slipway/backstage-plugin-deployments-common';
import type { EngineRow } from '../../persistence/repositories/engineRows';
import type { DeploymentState } from '../../domain/deployment/state';
import type { SeenReplica } from '../seenReplicas';
import { NOT_PICKED_UP_MS } from './assessHealth';

/** What the world is like around a deployment. Times are epoch milliseconds. */
export interface DiagnosisFacts {
  now: number;
  replicas: readonly SeenReplica[];
  /** The newest that this replica can fold. */
  reducerVersion: number;
}

export interface SuspectRow extends EngineRow {
  /** Whether its environment names it as the holder. */
  ownsServiceEnvironment: boolean;
}

/** Why a deployment does not go on by itself, and what to do. */
export interface Finding {
  kind: EngineStuck['kind'];
  /** Epoch milliseconds. */
  since?: number;
  cause: string;
  remedy: string;
}

/** How long a step may overrun its timeout before somebody should look: it is asked to stop first, in milliseconds. */
const OVERRUN_MS = 60_000;

type Rule = (row: SuspectRow, facts: DiagnosisFacts) => Finding | undefined;

/** The first that fits tells: what comes later follows from it, or matters less. */
const RULES: readonly Rule[] = [
  ownerGone,
  leaseExpired,
  newerReducer,
  notPickedUp,
  environmentNotOwned,
  asleep,
  unknownOutcome,
  noDeadline,
  overdueStep,
];

/** `undefined`: it goes on by itself, or waits for somebody who can be asked until a time that is set. */
export function diagnose(
  row: SuspectRow,
  facts: DiagnosisFacts,
): Finding | undefined {
  for (const rule of RULES) {
    const finding = rule(row, facts);
    if (finding) {
      return finding;
    }
  }
  return undefined;
}

/** For one that has ended while its environment still names it. */
export function diagnoseEndedLockOwner({ state }: EngineRow): Finding {
  return {
    kind: 'place_held_by_ended',
    ...(state.finishedAt === undefined ? {} : { since: state.finishedAt }),
    cause: `It has ended, and ${serviceEnvironment(
      state,
    )} is still taken by it: everything queued there waits for nothing. The environment is freed in the transaction that ends a deployment, so only a change of the tables by hand, or a backup of only some of them, brings this about.`,
    remedy: `Set “holder” to null in service_environments for ${state.service} and ${state.environment} where it is “${state.id}”; what is queued then starts by itself.`,
  };
}

function ownerGone(row: SuspectRow, facts: DiagnosisFacts) {
  const { owner } = row;
  if (owner === undefined) {
    return undefined;
  }
  const replica = facts.replicas.find(it => it.owner === owner);
  const seenAt = replica?.seenAt;
  const isFresh =
    seenAt !== undefined && facts.now - seenAt <= NOT_PICKED_UP_MS;
  if (replica?.alive || isFresh) {
    return undefined;
  }
  return found({
    kind: 'owner_gone',
    since: seenAt ?? row.leaseUntil,
    cause: `Replica ${short(owner)} owns it and is gone${
      seenAt === undefined
        ? ''
        : `, for ${formatDuration(facts.now - seenAt)} now`
    }, and no other has taken it over.`,
    remedy:
      'Replicas that are alive take over what a dead one had within seconds, or, from a target that cannot refuse late calls, when the lease is over. If it does not happen, no replica is alive or its log says why it cannot.',
  });
}

function leaseExpired(row: SuspectRow, { now }: DiagnosisFacts) {
  const { owner, leaseUntil } = row;
  if (
    owner === undefined ||
    leaseUntil === undefined ||
    now - leaseUntil <= NOT_PICKED_UP_MS
  ) {
    return undefined;
  }
  return found({
    kind: 'lease_expired',
    since: leaseUntil,
    cause: `The lease of replica ${short(owner)} ended ${formatDuration(
      now - leaseUntil,
    )} ago, and nobody has taken the deployment over: the replica is frozen or cut off from the database, and no other one looks.`,
    remedy:
      'Look at that replica: does it answer, does it reach the database? Ending it is safe, because what it would still do is refused. Any replica that works takes over.',
  });
}

function newerReducer(row: SuspectRow, facts: DiagnosisFacts) {
  if (
    row.reducerVersion <= facts.reducerVersion ||
    dueFor(row, facts.now) <= NOT_PICKED_UP_MS
  ) {
    return undefined;
  }
  return found({
    kind: 'newer_reducer',
    since: row.wakeAt,
    cause: `A newer version of the plugin began it (state version ${row.reducerVersion}; the replica that answers knows up to ${facts.reducerVersion}), and no replica of that version is running.`,
    remedy:
      'Finish the upgrade, or bring one replica of the newer version back until the deployment has ended. Going back behind it is not possible.',
  });
}

function notPickedUp(row: SuspectRow, { now }: DiagnosisFacts) {
  const ms = dueFor(row, now);
  if (ms <= NOT_PICKED_UP_MS) {
    return undefined;
  }
  return found({
    kind: 'not_picked_up',
    since: row.wakeAt,
    cause: `It has had work to do for ${formatDuration(
      ms,
    )}, and nobody has picked it up.`,
    remedy:
      'See above whether a replica is alive. If one is, all its places may be taken (deployments.engine.concurrency), or its log says why this one cannot be advanced. A restart loses nothing.',
  });
}

/** Milliseconds for which it could have been claimed. */
function dueFor(row: SuspectRow, now: number): number {
  const { owner, leaseUntil, wakeAt } = row;
  const free = owner === undefined || (leaseUntil ?? 0) < now;
  return free && wakeAt !== undefined ? now - wakeAt : 0;
}

function environmentNotOwned({ state, ownsServiceEnvironment }: SuspectRow) {
  if (ownsServiceEnvironment || state.status === 'queued') {
    return undefined;
  }
  return found({
    kind: 'place_not_held',
    since: state.at,
    cause: `It is under way, but ${serviceEnvironment(
      state,
    )} does not name it as its holder, so no replica may go on with it. Only a change of the tables by hand, or a backup of only some of them, brings this about.`,
    remedy: `See that nothing else is at work in ${state.environment}, then set “holder” to “${state.id}” in service_environments for ${state.service} and ${state.environment}.`,
  });
}

function asleep(row: SuspectRow) {
  if (row.owner !== undefined || row.wakeAt !== undefined) {
    return undefined;
  }
  return found({
    kind: 'asleep',
    since: row.state.at,
    cause: 'It has not ended, and no time is set at which it is looked at.',
    remedy:
      'Any command wakes it: pause and resume it, or cancel it. This is a mistake of the plugin, please report it with the deployment’s events.',
  });
}

function unknownOutcome({ state }: SuspectRow) {
  const blocker = state.blockers.find(({ kind }) => kind === 'unknown_outcome');
  if (!blocker) {
    return undefined;
  }
  return found({
    kind: 'unknown_outcome',
    since: state.at,
    cause: blocker.message,
    remedy: `Look at ${serviceEnvironment(
      state,
    )} yourself. When nothing changes there any more, abandon the deployment: the environment is freed with a hold, and what runs is observed anew.`,
  });
}

function noDeadline({ state }: SuspectRow) {
  if (state.status !== 'waiting' || state.decideBy !== undefined) {
    return undefined;
  }
  return found({
    kind: 'no_deadline',
    since: state.at,
    cause:
      'It waits, and no time is set at which it goes on without an answer: it would wait for ever.',
    remedy:
      'Decide on its page, or cancel it there. This is a mistake of the plugin, please report it with the deployment’s events.',
  });
}

function overdueStep({ state }: SuspectRow, { now }: DiagnosisFacts) {
  const late = [...state.steps, ...(state.rollback?.steps ?? [])].find(
    step =>
      ['running', 'undoing'].includes(step.status) &&
      step.timeoutAt !== undefined &&
      now - step.timeoutAt > OVERRUN_MS,
  );
  if (!late || late.timeoutAt === undefined) {
    return undefined;
  }
  return found({
    kind: 'overdue_step',
    since: late.timeoutAt,
    cause: `“${formatTitle(state, late.id)}” should have ended ${formatDuration(
      now - late.timeoutAt,
    )} ago, and what it called has neither answered nor confirmed that it stopped.`,
    remedy:
      'Look at the step’s log and at the system that it calls. It is asked to stop by itself; if nobody can say whether it did, the deployment can be abandoned here.',
  });
}

function formatTitle(state: DeploymentState, id: string): string {
  return (
    state.snapshot?.steps.find(step => step.id === id)?.title ??
    state.rollback?.steps.find(step => step.id === id)?.title ??
    id
  );
}

function serviceEnvironment({ service, environment }: DeploymentState): string {
  return `${service.slice(service.lastIndexOf('/') + 1)} in ${environment}`;
}

/** Enough of an id to find it on the page. */
function short(id: string): string {
  return id.slice(0, 8);
}

function found({ since, ...rest }: Finding): Finding {
  return since === undefined ? rest : { since, ...rest };
}
