import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import { decide } from '../domain/deployment/decide/decide';
import type { StoredEnd } from '../persistence/postgres/batchedResults';
import type { CommitResult, StepResult } from './commitResult';
import { countSteps } from './countSteps';
import { fold, addFollowUp } from './foldDecided';
import { applyOutcome } from '../domain/serviceEnvironment/applyOutcome';
import type { Written } from './writeCommit';
import type { CommitDeps } from './commitDeps';
import {
  toCommittedChange,
  isDelivery,
  revertedBy,
  toRows,
  getUpdate,
} from './writeCommit';

/**
 * Commits what follows from a report by what its owner knows, on the condition that it is still so, together with what
 * others report just now: one round trip to the server instead of four or more. `undefined`: nothing happened, and it has
 * to be done under the row's lock; nearly everything that is not a plain step forward has to.
 */
export async function commitOptimistically(
  deps: CommitDeps,
  { epoch, command: commandOf, known, followUp }: StepResult,
): Promise<CommitResult | undefined> {
  if (!deps.reports || !known) {
    return undefined;
  }
  const { state: before, now } = known;
  const command = commandOf(known);
  const decided = decide(before, command);
  if (decided.result === 'refused' || decided.events.length === 0) {
    return undefined;
  }
  const folded = addFollowUp(
    deps.reducer,
    fold(deps.reducer, { before, bodies: decided.events, command }),
    now,
    followUp,
  );
  const { state, events } = folded;
  const release = followUp?.release?.(state, now);
  const written: Written = { ...folded, before, now, wake: false, release };
  if (!isPlain(written)) {
    return undefined;
  }
  const committedAt = await deps.reports.write({
    epoch,
    update: getUpdate(deps, written),
    rows: toRows(written),
    ...(isTerminal(state.status) ? { end: endOf(written) } : {}),
  });
  if (committedAt === undefined) {
    return undefined;
  }
  countSteps(deps.counters, before, events);
  deps.changes.publish(toCommittedChange(state));
  return {
    result: 'committed',
    state,
    now: Math.max(committedAt, state.at),
    isReleased: release !== undefined,
  };
}

/** Whether nobody's row is concerned but its own, and of its place what only it can change. */
function isPlain({ before, state, release }: Written): boolean {
  const isWoken = release?.wakeAt !== undefined;
  const endsOtherwise =
    isTerminal(state.status) && state.status !== 'succeeded';
  return (
    !isWoken &&
    !endsOtherwise &&
    state.snapshot === before.snapshot &&
    revertedBy(before, state) === undefined
  );
}

/** A success replaces what stands in the place, whatever that was. */
function endOf({ events, state }: Written): StoredEnd {
  const { id, service, environment } = state;
  return {
    service,
    environment,
    change: applyOutcome({ lockOwner: id }, events, state),
    isDelivery: isDelivery(state),
  };
}
