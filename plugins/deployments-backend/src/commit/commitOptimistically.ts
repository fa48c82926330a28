import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import { decide } from '../domain/deployment/decide/decide';
import type { StoredEnd } from '../persistence/postgres/batchedResults';
import type { CommitResult, StepCommit } from './commitResult';
import { countSteps } from './countSteps';
import { fold, addFollowUp } from './foldDecided';
import { applyOutcome } from '../domain/serviceEnvironment/applyOutcome';
import type { CommitContents } from './writeCommit';
import type { CommitDeps } from './commitDeps';
import {
  toCommittedChange,
  isDelivery,
  findReverted,
  toRows,
  toDeploymentUpdate,
} from './writeCommit';

/**
 * Commits a step result on top of the owner's cached state, if that is still the stored one. Results that arrive together
 * are written together, which takes one round trip to the server instead of four or more.
 *
 * Returns `undefined` if nothing was written. Then the result must be committed under the row's lock, as must nearly
 * everything that is not a plain step forward.
 */
export async function commitOptimistically(
  deps: CommitDeps,
  { epoch, command: buildCommand, cached, followUp }: StepCommit,
): Promise<CommitResult | undefined> {
  if (!deps.resultWriter || !cached) {
    return undefined;
  }
  const { state: before, now } = cached;
  const command = buildCommand(cached);
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
  const contents: CommitContents = {
    ...folded,
    before,
    now,
    isUrgent: false,
    release,
  };
  if (!isPlain(contents)) {
    return undefined;
  }
  const committedAt = await deps.resultWriter.write({
    epoch,
    update: toDeploymentUpdate(deps, contents),
    rows: toRows(contents),
    ...(isTerminal(state.status) ? { end: toStoredEnd(contents) } : {}),
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

/**
 * Whether the commit changes only the deployment's own row, and of its service environment only what it alone may
 * change.
 */
function isPlain({ before, state, release }: CommitContents): boolean {
  const isWoken = release?.wakeAt !== undefined;
  const endsOtherwise =
    isTerminal(state.status) && state.status !== 'succeeded';
  return (
    !isWoken &&
    !endsOtherwise &&
    state.snapshot === before.snapshot &&
    findReverted(before, state) === undefined
  );
}

/** A success overwrites the service environment without reading it first. */
function toStoredEnd({ events, state }: CommitContents): StoredEnd {
  const { id, service, environment } = state;
  return {
    service,
    environment,
    change: applyOutcome({ lockOwner: id }, events, state),
    isDelivery: isDelivery(state),
  };
}
