import type {
  Blocker,
  Sentence,
} from '@slipway/backstage-plugin-deployments-common';
import { say, sayReason } from '../../text/say';
import type { DeploymentState } from '../state';
import { findStep } from '../stepGraph';
import { sayRollbackStep } from './rollbackSentences';

/**
 * Says by codes what a blocker of the kind `unknown_outcome` says. The reducer doesn't store it, because it must fold recorded
 * events into the recorded states.
 */
export function sayUnknownOutcome(
  { stepId }: Blocker,
  state: DeploymentState,
): Sentence[] | undefined {
  const undoing = state.rollback?.steps.find(
    step => step.outcomeUnknown && step.stepId === stepId,
  );
  if (undoing) {
    const at = undoing.retryAt ?? undoing.timeoutAt ?? state.at;
    return [
      say('unknown_rollback_step'),
      sayRollbackStep(state, undoing),
      say('unknown_until', { at }),
    ];
  }
  const step = stepId === undefined ? undefined : findStep(state, stepId);
  if (!step?.state.outcomeUnknown) return undefined;
  return [
    say('unknown_stopped', { step: step.definition.title }),
    ...sayReason(step.state.message),
    say('unknown_again', { at: step.state.decideBy ?? state.at }),
    say('unknown_abandon'),
  ];
}
