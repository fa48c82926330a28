import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { Command } from '../domain/deployment/commands';
import { decide } from '../domain/deployment/decide/decide';
import { overdueAt } from '../domain/deployment/overdueDecision';
import type { DeploymentState } from '../domain/deployment/state';
import type { NewAuditEntry } from '../domain/model/auditEntry';
import { afterCommit } from '../persistence/groupCommit';
import type {
  DeploymentRecord,
  Lease,
  NewDeployment,
} from '../persistence/repositories/deployments';
import {
  changeOwner,
  insertDeployment,
  lockDeployment,
} from '../persistence/repositories/deployments';
import { commitOptimistically } from './commitOptimistically';
import { fold, foldDecided, addFollowUp } from './foldDecided';
import type { CommitFollowUp } from './commitFollowUp';
import { refold, refuseNewer } from './reducer';
import type { CommitDeps } from './commitDeps';
import {
  changeServiceEnvironment,
  dueAt,
  toRows,
  publishMessages,
  writeCommit,
} from './writeCommit';
import type { CommitResult, StepResult } from './commitResult';

/**
 * A row that this transaction has locked, and the database's time of the commit, which is never before the last event.
 */
export interface Locked {
  record: DeploymentRecord;
  now: number;
}

/** Locks a deployment's row. `known` is the state that its owner has cached, which saves reading it again. */
export async function lock(
  deps: CommitDeps,
  trx: Knex.Transaction,
  id: string,
  known?: DeploymentState,
): Promise<Locked | undefined> {
  const locked = await lockDeployment(deps.database, trx, id, known);
  return (
    locked && { ...locked, now: Math.max(locked.now, locked.record.state.at) }
  );
}

/**
 * Locks a deployment's row for a change that does not come from its owner. Throws ServiceUnavailableError if only a newer
 * replica can make the change.
 */
export async function lockToChange(
  deps: CommitDeps,
  trx: Knex.Transaction,
  id: string,
): Promise<Locked | undefined> {
  const locked = await lock(deps, trx, id);
  if (!locked) {
    return undefined;
  }
  refuseNewer(deps.reducer, locked.record);
  const { now } = locked;
  return { record: await refold(deps.reducer, trx, locked.record, now), now };
}

/** Commits the result of an owner's step, unless another owner has claimed the deployment since. */
export async function commitResult(
  deps: CommitDeps,
  report: StepResult,
): Promise<CommitResult> {
  return (
    (await commitOptimistically(deps, report)) ??
    (await commitLocked(deps, report))
  );
}

async function commitLocked(
  deps: CommitDeps,
  report: StepResult,
): Promise<CommitResult> {
  const { id, epoch, command, known, followUp } = report;
  return deps.database.transaction(async trx => {
    const locked = await lock(deps, trx, id, known?.state);
    if (!locked) {
      return { result: 'missing' };
    }
    if (locked.record.epoch !== epoch) {
      afterCommit(trx, () => deps.counters.fencedWrite());
      return { result: 'fenced' };
    }
    const { now } = locked;
    return apply(deps, trx, {
      locked,
      command: command({ state: locked.record.state, now }),
      wake: false,
      followUp,
    });
  });
}

export interface ApplyOptions {
  locked: Locked;
  command: Command;
  /** Whether the engine has to be woken. Its own results need no wake-up. */
  wake: boolean;
  /**
   * When to evaluate a deployment again that stays queued, in epoch milliseconds. Its own state does not say, because
   * policies depend on other facts. Default: immediately.
   */
  queuedUntil?: number;
  followUp?: CommitFollowUp;
}

/**
 * Decides a command on a locked row and writes everything that follows from it: events, state, service environment, audit
 * entries, messages and wake-up.
 */
export async function apply(
  deps: CommitDeps,
  trx: Knex.Transaction,
  options: ApplyOptions,
): Promise<Exclude<CommitResult, { result: 'fenced' | 'missing' }>> {
  const { locked, command, followUp } = options;
  const { now } = locked;
  const before = locked.record.state;
  const decided = decide(before, command);
  if (decided.result === 'refused') {
    return { result: 'refused', message: decided.message, state: before, now };
  }
  if (decided.events.length === 0) {
    return { result: 'nothing', state: before, now };
  }
  const folded = addFollowUp(
    deps.reducer,
    fold(deps.reducer, { before, bodies: decided.events, command }),
    now,
    followUp,
  );
  const release = followUp?.release?.(folded.state, now);
  await writeCommit(deps, trx, { ...options, ...folded, before, now, release });
  return {
    result: 'committed',
    state: folded.state,
    now,
    isReleased: release !== undefined,
  };
}

/** Assigns a locked deployment to an owner and commits the intents of the effects that can start. */
export async function take(
  deps: CommitDeps,
  trx: Knex.Transaction,
  options: {
    locked: Locked;
    lease: Lease;
    fence?: number;
    followUp: CommitFollowUp;
  },
): Promise<DeploymentState> {
  const { locked, lease, fence, followUp } = options;
  const { now } = locked;
  const before = locked.record.state;
  const claimed =
    fence === undefined
      ? { state: before, events: [] }
      : foldDecided(deps.reducer, before, { type: 'claim', fence, now });
  const { state, events } = addFollowUp(deps.reducer, claimed, now, followUp);
  const owner = { type: 'take', ...lease } as const;
  if (events.length === 0) {
    await changeOwner(trx, before.id, owner);
  } else {
    await writeCommit(deps, trx, {
      before,
      state,
      events,
      now,
      wake: false,
      owner,
    });
  }
  return state;
}

export interface NewRequest
  extends Omit<
    NewDeployment,
    'state' | 'wakeAt' | 'overdueAt' | 'reducerVersion'
  > {
  command: Extract<Command, { type: 'request' }>;
  /** The audit entry of the request. */
  record: NewAuditEntry;
  /** Present if the deployment starts immediately, owned by the process with this lease. */
  start?: {
    command: Extract<Command, { type: 'start' }>;
    lease: Lease;
    followUp: CommitFollowUp;
  };
}

/** Inserts a requested deployment, which may start in the same commit. */
export async function insert(
  deps: CommitDeps,
  trx: Knex.Transaction,
  options: NewRequest,
): Promise<DeploymentState> {
  const { command, record, start, ...row } = options;
  const { now } = command;
  const requested = foldDecided(deps.reducer, undefined, command);
  const { state, events } = start
    ? addFollowUp(
        deps.reducer,
        foldDecided(deps.reducer, requested.state, start.command, requested),
        now,
        start.followUp,
      )
    : requested;
  const inserted: NewDeployment = {
    ...row,
    state,
    wakeAt: dueAt(state, now, now),
    overdueAt: start ? overdueAt(state) : undefined,
    reducerVersion: deps.reducer.version,
    lease: isTerminal(state.status) ? undefined : start?.lease,
  };
  await insertDeployment(trx, inserted, {
    dialect: deps.database.dialect,
    rows: toRows({ before: undefined, events, state, now, record }),
  });
  await changeServiceEnvironment(deps, trx, {
    before: requested.state,
    events,
    state,
    now,
  });
  // Not urgent: it has no owner on another replica and no followers yet.
  await publishMessages(deps, trx, state, false);
  if (!start) {
    await deps.queue.enqueue(trx, state.id);
  }
  return state;
}
