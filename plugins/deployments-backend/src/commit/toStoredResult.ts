import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import { isDelivery } from '../domain/deployment/isDelivery';
import { applyOutcome } from '../domain/serviceEnvironment/applyOutcome';
import { findReverted } from '../domain/serviceEnvironment/findReverted';
import type { StoredEnd, StoredStepResult } from '../persistence/resultWriter';
import type { CommitContents } from './commitContents';
import { toDeploymentUpdate, toRows } from './commitContents';

/**
 * Converts a commit to what can be written without locking rows first. Returns `undefined` if the commit needs row locks:
 * if it changes other deployments, begins a watch, or has to read its service environment before changing it, as
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
  if (
    isWoken ||
    endsOtherwise ||
    beginsWatch ||
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
