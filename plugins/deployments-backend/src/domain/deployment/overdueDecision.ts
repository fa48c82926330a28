import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import { decideWithinMs } from './decide/termination';
import type { DeploymentState } from './state';

/** Returns since when a deployment has been waiting, in epoch milliseconds; `undefined` if it isn't waiting. */
export function waitsSince(state: DeploymentState): number | undefined {
  if (state.status === 'queued') {
    return state.requestedAt;
  }
  return state.decideBy === undefined
    ? undefined
    : state.decideBy - decideWithinMs(state);
}

/**
 * Returns when a decision becomes overdue, so that people are reminded, in epoch milliseconds: after half of the time to
 * decide, or immediately if an outcome is unknown. `undefined` if no person needs to act.
 */
export function overdueAt(state: DeploymentState): number | undefined {
  if (state.decideBy === undefined || isTerminal(state.status)) {
    return undefined;
  }
  if (state.blockers.some(({ kind }) => kind === 'unknown_outcome')) {
    return state.at;
  }
  return state.decideBy - Math.floor(decideWithinMs(state) / 2);
}
