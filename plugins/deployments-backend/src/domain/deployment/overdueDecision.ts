import type { Blocker } from '@slipway/backstage-plugin-deployments-common';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import { decideWithinMs } from './decide/termination';
import type { DeploymentState } from './state';

/** Blockers that end when a person decides. An override ends others too, but it is an exception that nobody waits for. */
const DECIDED_BY_PEOPLE: readonly Blocker['kind'][] = [
  'approval',
  'decision',
  'paused',
  'hold',
  'drift',
];

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
 * Returns since when a deployment has been waiting for a person's decision, in epoch milliseconds; `undefined` if it isn't
 * waiting for one.
 */
export function awaitsPersonSince(state: DeploymentState): number | undefined {
  const awaitsPerson =
    !isTerminal(state.status) &&
    state.blockers.some(({ kind }) => DECIDED_BY_PEOPLE.includes(kind));
  // A step that chose its deadline itself may have started to wait at another time.
  return awaitsPerson
    ? Math.min(waitsSince(state) ?? state.requestedAt, state.at)
    : undefined;
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
