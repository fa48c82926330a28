import type { Deployment } from '@slipway/backstage-plugin-deployments-common';
import { appendEvents } from '../appendEvents';
import type { DeploymentState, StepState } from '../state';
import type { SystemCommand } from '../commands';
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
  const after = confirmCancels(
    apply(withoutEarlierPolls(state), { type: 'tick', now }),
    now,
  );
  if (after.status === 'failed' || after.status === 'rollback_failed') {
    return 'fail';
  }
  if (after.rollback) {
    if (state.rollback) {
      const isWaitingElsewhere = state.rollback.steps.some(
        ({ externalWait }) => externalWait !== undefined,
      );
      // Otherwise, it waits for a step whose outcome is unknown.
      return isWaitingElsewhere ? 'retry_rollback_step' : 'retry_cancel';
    }
    return 'rollback';
  }
  if (after.stopping) {
    return 'fail';
  }
  if (countPromotions(after) > countPromotions(state)) {
    return 'promote';
  }
  return after.decision ? 'decision' : 'retry_cancel';
}

function countPromotions({ steps }: DeploymentState): number {
  return steps.reduce((sum, step) => sum + (step.promotions?.length ?? 0), 0);
}

/** Assumes that attempts that wait elsewhere have been polled until the deadline, and still wait. */
function withoutEarlierPolls(state: DeploymentState): DeploymentState {
  const polled = <Step extends Pick<StepState, 'pollAt' | 'externalWait'>>(
    step: Step,
  ): Step => (step.externalWait ? { ...step, pollAt: state.decideBy } : step);
  return {
    ...state,
    steps: state.steps.map(polled),
    ...(state.rollback
      ? {
          rollback: {
            ...state.rollback,
            steps: state.rollback.steps.map(polled),
          },
        }
      : {}),
  };
}

/** Assumes that the provider confirms the cancels of attempts that waited too long elsewhere. */
function confirmCancels(state: DeploymentState, now: number): DeploymentState {
  return state.steps.reduce(
    (after, { id, attempt, cancelling }) =>
      cancelling?.cause === 'deadline'
        ? apply(after, {
            type: 'reportCancel',
            now,
            stepId: id,
            attempt,
            outcome: 'cancelled',
            random: 0,
          })
        : after,
    state,
  );
}

function apply(
  state: DeploymentState,
  command: SystemCommand,
): DeploymentState {
  const decided = decide(state, command);
  const bodies = decided.result === 'refused' ? [] : decided.events;
  return appendEvents(state, bodies, command).state ?? state;
}
