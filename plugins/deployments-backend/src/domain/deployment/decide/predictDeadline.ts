import type { Deployment } from '@slipway/backstage-plugin-deployments-common';
import { appendEvents } from '../appendEvents';
import type { DeploymentState } from '../state';
import { decide } from './decide';

/**
 * Returns what happens at the deployment's deadline if nobody decides; `undefined` if it has no deadline. It applies the
 * deadline to a copy of the state, so the result can't differ from what the engine will do.
 */
export function predictDeadline(
  state: DeploymentState,
): Deployment['atDeadline'] {
  const { decideBy: now } = state;
  if (now === undefined) {
    return undefined;
  }
  const command = { type: 'tick', now } as const;
  const decided = decide(state, command);
  const bodies = decided.result === 'refused' ? [] : decided.events;
  const after = appendEvents(state, bodies, command).state ?? state;
  if (after.status === 'failed' || after.status === 'rollback_failed') {
    return 'fail';
  }
  if (after.rollback) {
    // One that is in progress already waits for a step whose outcome is unknown.
    return state.rollback ? 'retry_cancel' : 'rollback';
  }
  if (after.stopping) {
    return 'fail';
  }
  return after.decision ? 'decision' : 'retry_cancel';
}
