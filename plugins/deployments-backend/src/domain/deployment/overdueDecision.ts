import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import { decideWithinMs } from './decide/termination';
import type { DeploymentState } from './state';

/** Since when it waits, in epoch milliseconds; `undefined`: it waits for nothing. */
export function waitsSince(state: DeploymentState): number | undefined {
  if (state.status === 'queued') {
    return state.requestedAt;
  }
  return state.decideBy === undefined
    ? undefined
    : state.decideBy - decideWithinMs(state);
}

/**
 * From when on somebody should be reminded, in epoch milliseconds: half of the time to decide is over, or nobody can say
 * what an effect did. `undefined`: no person is waited for.
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
