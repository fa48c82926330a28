import type { Principal } from '@slipway/backstage-plugin-deployments-common';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import { auditOf } from '../audit/auditOf';
import type { Command } from '../pipeline/commands';
import { decide } from '../pipeline/decide';
import type { DeploymentEvent, EventBody } from '../pipeline/events';
import { lateAt } from '../pipeline/lateness';
import { nextWork } from '../pipeline/nextWork';
import type { DeploymentState } from '../pipeline/state';
import type { WakeQueue } from '../queue/WakeQueue';
import type { NewAuditEntry } from '../store/auditEntries';
import { appendAudit } from '../store/auditEntries';
import type { Database } from '../store/database';
import { afterCommit } from '../store/database';
import type { DeploymentRecord, NewDeployment } from '../store/deployments';
import {
  insertDeployment,
  lockDeployment,
  updateDeployment,
} from '../store/deployments';
import { findLastKnownGood, markReverted } from '../store/deploymentsAtPlace';
import { markEnded } from '../store/dora/pending';
import { appendEvents } from '../store/events';
import { enqueueOutbox } from '../store/outbox';
import { lockPlace, updatePlace } from '../store/places';
import type { ChangeHub, CommittedChange } from './changes';
import { countSteps } from './countSteps';
import type { EngineCounters } from './engineCounters';
import { messagesOf } from './messages';
import { placeChange } from './placeChange';
import type { Reducer } from './reducer';
import { refold, refuseNewer } from './reducer';
import { wakeQueued } from './wakeQueued';

export interface CommitDeps {
  database: Database;
  queue: WakeQueue;
  changes: ChangeHub;
  counters: EngineCounters;
  reducer: Reducer;
}

export type CommitResult =
  | { result: 'committed'; state: DeploymentState; now: number }
  /** The state needed no change: a report that came late or twice. */
  | { result: 'nothing'; state: DeploymentState; now: number }
  /** The state does not allow a person's command. */
  | { result: 'refused'; message: string; state: DeploymentState; now: number }
  /** Another process owns the deployment since. */
  | { result: 'fenced' }
  | { result: 'missing' };

/** A row that this transaction has locked, and the time of the commit: the database's, never before the last event. */
export interface Locked {
  record: DeploymentRecord;
  now: number;
}

export async function lock(
  deps: CommitDeps,
  trx: Knex.Transaction,
  id: string,
): Promise<Locked | undefined> {
  const record = await lockDeployment(trx, id);
  if (!record) {
    return undefined;
  }
  const now = Math.max(await deps.database.now(trx), record.state.at);
  return { record, now };
}

/**
 * As `lock`, for a change that somebody asked for whoever is at work on it. Throws ServiceUnavailableError where only a
 * newer replica can make it.
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

/** An owner's report: it counts only while the epoch is still the owner's. */
export async function commitReport(
  deps: CommitDeps,
  id: string,
  epoch: number,
  command: (facts: { state: DeploymentState; now: number }) => Command,
): Promise<CommitResult> {
  return deps.database.transaction(async trx => {
    const locked = await lock(deps, trx, id);
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
    });
  });
}

export interface ApplyOptions {
  locked: Locked;
  command: Command;
  /** Whether the engine has to be woken; its own reports need not. */
  wake: boolean;
  /**
   * When to look again at one that stays queued: what the policies look at lies outside of its state. Default: at once.
   */
  queuedUntil?: number;
}

/**
 * Decides a command on a locked row and writes everything that follows: events, state, place, record, messages,
 * wake-up.
 */
export async function apply(
  deps: CommitDeps,
  trx: Knex.Transaction,
  options: ApplyOptions,
): Promise<Exclude<CommitResult, { result: 'fenced' | 'missing' }>> {
  const { locked, command, wake } = options;
  const { now } = locked;
  const before = locked.record.state;
  const decided = decide(before, command);
  if (decided.result === 'refused') {
    return { result: 'refused', message: decided.message, state: before, now };
  }
  if (decided.events.length === 0) {
    return { result: 'nothing', state: before, now };
  }
  const { state, events } = fold(deps.reducer, {
    before,
    bodies: decided.events,
    command,
  });
  await appendEvents(trx, state.id, events);
  const wakeAt =
    state.status === 'queued'
      ? options.queuedUntil ?? now
      : wakeAtOf(state, now);
  await updateDeployment(trx, state, {
    wakeAt,
    lateAt: lateAt(state),
    reducerVersion: deps.reducer.version,
  });
  await changePlace(deps, trx, { before, events, state, now });
  await tellOthers(deps, trx, { before, events, state, now, isUrgent: wake });
  if (isTerminal(state.status) && state.touched) {
    await markEnded(trx, state.id);
  }
  afterCommit(trx, () => countSteps(deps.counters, before, events));
  if (wake && wakeAt !== undefined) {
    await deps.queue.enqueue(trx, state.id, wakeAt);
  }
  return { result: 'committed', state, now };
}

function wakeAtOf(state: DeploymentState, now: number): number | undefined {
  const work = nextWork(state, now);
  return work.items.length > 0 ? now : work.wakeAt;
}

/** The first command of a deployment makes its row. */
export async function insert(
  deps: CommitDeps,
  trx: Knex.Transaction,
  options: Omit<NewDeployment, 'state' | 'wakeAt' | 'reducerVersion'> & {
    command: Extract<Command, { type: 'request' }>;
  },
): Promise<DeploymentState> {
  const { command, ...row } = options;
  const decided = decide(undefined, command);
  if (decided.result === 'refused') {
    throw new Error(`A request was refused: ${decided.message}`);
  }
  const { state, events } = fold(deps.reducer, {
    before: undefined,
    bodies: decided.events,
    command,
  });
  await insertDeployment(trx, {
    ...row,
    state,
    wakeAt: command.now,
    reducerVersion: deps.reducer.version,
  });
  await appendEvents(trx, state.id, events);
  await tellOthers(deps, trx, {
    before: undefined,
    events,
    state,
    now: command.now,
    // Nobody is at work on it, and nobody follows it yet.
    isUrgent: false,
  });
  await deps.queue.enqueue(trx, state.id);
  return state;
}

function fold(
  { evolve }: Reducer,
  {
    before,
    bodies,
    command,
  }: {
    before: DeploymentState | undefined;
    bodies: EventBody[];
    command: Command;
  },
): { state: DeploymentState; events: DeploymentEvent[] } {
  const events: DeploymentEvent[] = [];
  let state = before;
  for (const body of bodies) {
    const event: DeploymentEvent = {
      seq: (state?.seq ?? 0) + 1,
      at: command.now,
      ...('by' in command ? { by: command.by } : {}),
      ...body,
    };
    state = evolve(state, event);
    events.push(event);
  }
  if (!state) {
    throw new Error(`Command ${command.type} made no deployment`);
  }
  return { state, events };
}

async function changePlace(
  deps: CommitDeps,
  trx: Knex.Transaction,
  change: {
    before: DeploymentState;
    events: DeploymentEvent[];
    state: DeploymentState;
    now: number;
  },
): Promise<void> {
  const { before, events, state, now } = change;
  if (
    state.kind === 'rollback' &&
    state.reverts !== undefined &&
    state.touched &&
    !before.touched
  ) {
    await revert(trx, state, state.reverts, now);
  }
  if (!isTerminal(state.status)) {
    return;
  }
  const place = await lockPlace(trx, state, now);
  await updatePlace(trx, state, placeChange(place, events, state), now);
  await wakeQueued(deps, trx, state.service, now);
}

/** From the first change of a rollback on, what it reverts is not known good any more. */
async function revert(
  trx: Knex.Transaction,
  state: DeploymentState,
  reverts: string,
  now: number,
): Promise<void> {
  await markReverted(trx, reverts, state.id);
  const place = await lockPlace(trx, state, now);
  if (place.lastKnownGood?.deploymentId !== reverts) {
    return;
  }
  const good = await findLastKnownGood(trx, state);
  const { flags: _, ...version } = good?.version ?? { flags: [] };
  await updatePlace(
    trx,
    state,
    {
      lastKnownGood:
        good && 'id' in version
          ? { version, deploymentId: good.id, at: good.finishedAt ?? good.at }
          : null,
    },
    now,
  );
}

async function tellOthers(
  deps: CommitDeps,
  trx: Knex.Transaction,
  change: {
    before: DeploymentState | undefined;
    events: DeploymentEvent[];
    state: DeploymentState;
    now: number;
    /** Whoever works on it, on whatever replica, is to see it at once. */
    isUrgent: boolean;
  },
): Promise<void> {
  const { before, events, state, now, isUrgent } = change;
  await appendAudit(trx, auditOf(events, state));
  await enqueueOutbox(trx, messagesOf(before, events, state), now);
  if (isUrgent) {
    await deps.changes.announce(trx, changeOf(state));
  } else {
    afterCommit(trx, () => deps.changes.publish(changeOf(state)));
  }
}

export function changeOf(state: DeploymentState): CommittedChange {
  return {
    deploymentId: state.id,
    service: state.service,
    environment: state.environment,
    what: 'events',
  };
}

/** The record of a person's command, whatever became of it. */
export async function recordCommand(
  trx: Knex.Transaction,
  entry: Omit<NewAuditEntry, 'actor'> & { actor: Principal },
): Promise<void> {
  await appendAudit(trx, [entry]);
}
