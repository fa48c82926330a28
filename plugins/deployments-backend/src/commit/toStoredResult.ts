import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import { isDelivery } from '../domain/deployment/isDelivery';
import { applyOutcome } from '../domain/serviceEnvironment/applyOutcome';
import { findReverted } from '../domain/serviceEnvironment/findReverted';
import type { StoredEnd, StoredStepResult } from '../persistence/resultWriter';
import type { CommitContents } from './commitContents';
import { toDeploymentUpdate, toRows } from './commitContents';

/**
 * Converts a commit to what can be written without locking rows first. Returns `undefined` if the commit needs row locks:
 * if it changes other deployments, begins a watch, deploys an artifact that may be watched, or has to read its service environment before changing it, as
 * `writeCommit` does.
 */
export function toStoredResult(
  epoch: number,
  contents: CommitContents,
): StoredStepResult | undefined {
  const { before, state, release } = contents;
  const isWoken = release?.wakeAt !== undefined;
  const endsOtherwise =
    isTerminal(state.status) && state.status !== 'succeeded';
  const beginsWatch =
    state.status === 'succeeded' && state.snapshot?.watch !== undefined;
  // A watch of the running artifact decides whether it is known good.
  const mayBeWatched =
    state.status === 'succeeded' &&
    (state.kind === 'restart' ||
      state.snapshot?.baseline?.artifact === state.version.artifact);
  if (
    isWoken ||
    endsOtherwise ||
    beginsWatch ||
    mayBeWatched ||
    state.snapshot !== before.snapshot ||
    findReverted(before, state) !== undefined
  ) {
    return undefined;
  }
  return {
    epoch,
    update: toDeploymentUpdate(contents),
    rows: toRows(contents),
    ...(isTerminal(state.status) ? { end: toStoredEnd(contents) } : {}),
  };
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
