import type {
  EngineStuck,
  Sentence,
} from '@slipway/backstage-plugin-deployments-common';
import { sayUnknownOutcome } from '../../domain/deployment/messages/unknownOutcome';
import { say, sayStated } from '../../domain/text/say';
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
  cause: Sentence[];
  remedy: Sentence[];
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
    cause: [say('stuck_environment_locked_after_end')],
    remedy: [
      say('remedy_environment_locked_after_end', toEnvironmentParams(state)),
    ],
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
    cause: [
      seenAt === undefined
        ? say('stuck_owner_dead', { replica: short(owner) })
        : say('stuck_owner_dead_for', {
            replica: short(owner),
            periodMs: facts.now - seenAt,
          }),
    ],
    remedy: [say('remedy_owner_dead')],
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
    cause: [
      say('stuck_lease_expired', {
        replica: short(owner),
        periodMs: now - leaseUntil,
      }),
    ],
    remedy: [say('remedy_lease_expired')],
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
    cause: [
      say('stuck_newer_reducer', {
        found: row.reducerVersion,
        supported: facts.reducerVersion,
      }),
    ],
    remedy: [say('remedy_newer_reducer')],
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
    cause: [say('stuck_not_picked_up', { periodMs: ms })],
    remedy: [say('remedy_not_picked_up')],
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
    cause: [say('stuck_environment_not_locked')],
    remedy: [say('remedy_environment_not_locked', toEnvironmentParams(state))],
  });
}

function findNoWakeUp(row: SuspectRow) {
  if (row.owner !== undefined || row.wakeAt !== undefined) {
    return undefined;
  }
  return found({
    kind: 'no_wake_up',
    since: row.state.at,
    cause: [say('stuck_no_wake_up')],
    remedy: [say('remedy_no_wake_up')],
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
    cause: sayStated({
      message: blocker.message,
      sentences: sayUnknownOutcome(blocker, state),
    }),
    remedy: [say('remedy_unknown_outcome')],
  });
}

function noDeadline({ state }: SuspectRow) {
  if (state.status !== 'waiting' || state.decideBy !== undefined) {
    return undefined;
  }
  return found({
    kind: 'no_deadline',
    since: state.at,
    cause: [say('stuck_no_deadline')],
    remedy: [say('remedy_no_deadline')],
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
    cause: [
      say('stuck_overdue_step', {
        step: formatTitle(state, late.id),
        periodMs: now - late.timeoutAt,
      }),
    ],
    remedy: [say('remedy_overdue_step')],
  });
}

function formatTitle(state: DeploymentState, id: string): string {
  return (
    state.snapshot?.steps.find(step => step.id === id)?.title ??
    state.rollback?.steps.find(step => step.id === id)?.title ??
    id
  );
}

/** What identifies the row of a deployment's service environment, and the deployment that should hold it. */
function toEnvironmentParams({ id, service, environment }: DeploymentState) {
  return { service, environment, holder: id };
}

/** Shortens an id to what the page shows. */
function short(id: string): string {
  return id.slice(0, 8);
}

function found({ since, ...rest }: Finding): Finding {
  return since === undefined ? rest : { since, ...rest };
}
