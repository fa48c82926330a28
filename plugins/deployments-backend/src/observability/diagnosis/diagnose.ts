import { formatDuration } from '@slipway/backstage-plugin-deployments-common';
import type { EngineStuck } from '@slipway/backstage-plugin-deployments-common';
import type { EngineRow } from '../../persistence/repositories/engineRows';
import type { DeploymentState } from '../../domain/deployment/state';
import type { SeenReplica } from '../readReplicas';
import { NOT_PICKED_UP_MS } from './assessHealth';

/** Facts for a diagnosis that are not part of the deployment. Times are in epoch milliseconds. */
export interface DiagnosisFacts {
  now: number;
  replicas: readonly SeenReplica[];
  /** The newest reducer version that this replica can fold. */
  reducerVersion: number;
}

export interface SuspectRow extends EngineRow {
  /** Whether the deployment is the lock owner of its service environment. */
  ownsServiceEnvironment: boolean;
}

/** Why a deployment is stuck, and what to do about it. */
export interface Finding {
  kind: EngineStuck['kind'];
  /** Epoch milliseconds. */
  since?: number;
  cause: string;
  remedy: string;
}

/** How far a step may exceed its timeout, in milliseconds. Until then, the engine is still trying to stop it. */
const OVERRUN_MS = 60_000;

type Rule = (row: SuspectRow, facts: DiagnosisFacts) => Finding | undefined;

/** The first rule that matches applies. Problems that later rules find are consequences of it, or matter less. */
const RULES: readonly Rule[] = [
  ownerGone,
  leaseExpired,
  newerReducer,
  notPickedUp,
  environmentNotOwned,
  findNoWakeUp,
  unknownOutcome,
  noDeadline,
  overdueStep,
];

/**
 * Finds out why a deployment is stuck. Returns `undefined` if it will continue by itself, or if it is waiting for a person and
 * has a deadline.
 */
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

/** Explains a deployment that has ended but is still the lock owner of its service environment. */
export function diagnoseEndedLockOwner({ state }: EngineRow): Finding {
  return {
    kind: 'environment_locked_after_end',
    ...(state.finishedAt === undefined ? {} : { since: state.finishedAt }),
    cause: `It has ended but still owns ${formatServiceEnvironment(
      state,
    )}, so everything queued there waits for nothing. The transaction that ends a deployment also frees the environment, so this happens only if tables were changed by hand or only some of them were restored from a backup.`,
    remedy: `Set “holder” to null in service_environments for ${state.service} and ${state.environment} where it is “${state.id}”. Queued deployments then start by themselves.`,
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
    kind: 'owner_dead',
    since: seenAt ?? row.leaseUntil,
    cause: `Its owner, replica ${short(owner)}, ${
      seenAt === undefined
        ? 'is dead'
        : `has been dead for ${formatDuration(facts.now - seenAt)}`
    }, and no other replica has taken it over.`,
    remedy:
      'Live replicas take over a dead one’s deployments within seconds, or when the lease expires if the target cannot reject late calls. If that does not happen, either no replica is alive, or the backend’s log says why it cannot take over.',
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
    cause: `The lease of replica ${short(owner)} expired ${formatDuration(
      now - leaseUntil,
    )} ago, and no other replica has taken over. The replica is frozen or cut off from the database, and no other one is working.`,
    remedy:
      'Check whether that replica responds and reaches the database. Stopping it is safe, because its late writes are rejected. Any working replica takes over.',
  });
}

function newerReducer(row: SuspectRow, facts: DiagnosisFacts) {
  if (
    row.reducerVersion <= facts.reducerVersion ||
    getOverdueMs(row, facts.now) <= NOT_PICKED_UP_MS
  ) {
    return undefined;
  }
  return found({
    kind: 'newer_reducer',
    since: row.wakeAt,
    cause: `A newer version of the plugin has worked on it (state version ${row.reducerVersion}; this replica supports up to ${facts.reducerVersion}), and no replica of that version is running.`,
    remedy:
      'Finish the upgrade, or start one replica of the newer version until the deployment has ended. An older version cannot continue it.',
  });
}

function notPickedUp(row: SuspectRow, { now }: DiagnosisFacts) {
  const ms = getOverdueMs(row, now);
  if (ms <= NOT_PICKED_UP_MS) {
    return undefined;
  }
  return found({
    kind: 'not_picked_up',
    since: row.wakeAt,
    cause: `It has had work to do for ${formatDuration(
      ms,
    )}, and no replica has picked it up.`,
    remedy:
      'Check above whether a replica is alive. If one is, it may already run as many deployments as it can (deployments.engine.concurrency), or its log says why this one cannot be advanced. A restart loses nothing.',
  });
}

/** Returns how long the deployment has been due and unclaimed, in milliseconds. */
function getOverdueMs(row: SuspectRow, now: number): number {
  const { owner, leaseUntil, wakeAt } = row;
  const free = owner === undefined || (leaseUntil ?? 0) < now;
  return free && wakeAt !== undefined ? now - wakeAt : 0;
}

function environmentNotOwned({ state, ownsServiceEnvironment }: SuspectRow) {
  if (ownsServiceEnvironment || state.status === 'queued') {
    return undefined;
  }
  return found({
    kind: 'environment_not_locked',
    since: state.at,
    cause: `It is running but does not own ${formatServiceEnvironment(
      state,
    )}, so no replica may continue it. This happens only if tables were changed by hand or only some of them were restored from a backup.`,
    remedy: `Make sure that nothing else is running in ${state.environment}. Then set “holder” to “${state.id}” in service_environments for ${state.service} and ${state.environment}.`,
  });
}

function findNoWakeUp(row: SuspectRow) {
  if (row.owner !== undefined || row.wakeAt !== undefined) {
    return undefined;
  }
  return found({
    kind: 'no_wake_up',
    since: row.state.at,
    cause: 'It has not ended, but no wake-up is scheduled for it.',
    remedy:
      'Any command wakes it: pause and resume it, or cancel it. This is a bug in the plugin; please report it with the deployment’s events.',
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
    remedy: `Check ${formatServiceEnvironment(
      state,
    )} yourself. Once nothing changes there any more, abandon the deployment. That frees the environment with a hold and observes again what is running.`,
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
      'It waits for a decision without a deadline, so it would wait forever.',
    remedy:
      'Decide on its page, or cancel it there. This is a bug in the plugin; please report it with the deployment’s events.',
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
    )} ago. The system that it calls has neither responded nor confirmed that it stopped.`,
    remedy:
      'Check the step’s log and the system that it calls. The engine is asking the step to stop. If it stays unknown whether it did, you can abandon the deployment here.',
  });
}

function formatTitle(state: DeploymentState, id: string): string {
  return (
    state.snapshot?.steps.find(step => step.id === id)?.title ??
    state.rollback?.steps.find(step => step.id === id)?.title ??
    id
  );
}

function formatServiceEnvironment({
  service,
  environment,
}: DeploymentState): string {
  return `${service.slice(service.lastIndexOf('/') + 1)} in ${environment}`;
}

/** Shortens an id to what the page shows. */
function short(id: string): string {
  return id.slice(0, 8);
}

function found({ since, ...rest }: Finding): Finding {
  return since === undefined ? rest : { since, ...rest };
}
