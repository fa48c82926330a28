import type {
  Sentence,
  StepError,
} from '@slipway/backstage-plugin-deployments-common';
import { shiftsTraffic } from '../plan/shiftsTraffic';
import type { DeploymentState, RollbackStepState } from '../state';
import { sentence, serviceEnvironment } from '../../text/formatting';
import { say, sayStated } from '../../text/say';

type Titled = Pick<RollbackStepState, 'action' | 'stepId' | 'title'>;

/** What a step of the deployment's rollback does, by a code; see `planRollback` for the English titles. */
export function sayRollbackStep(
  state: DeploymentState,
  { action, stepId, title }: Titled,
): Sentence {
  const { rollback, snapshot } = state;
  const to = rollback?.to?.name;
  const other = state.version.name;
  switch (action) {
    case 'cancel':
      return say('rollback_cancel', { step: findTitle(state, stepId) });
    case 'undo':
      return say('rollback_undo', { step: findTitle(state, stepId) });
    case 'verify':
      return to
        ? say('rollback_verify', { version: to })
        : say('stated', { text: title });
    case 'restore':
      if (!to) {
        return say('rollback_stop', { version: other });
      }
      if (rollback.strategy === 'last_known_good') {
        return say('rollback_bring_back', { version: to });
      }
      return say(
        snapshot && shiftsTraffic(snapshot)
          ? 'rollback_send_back'
          : 'rollback_restore',
        { version: to, other },
      );
    default: {
      const unknown: never = action;
      throw new Error(`Unknown action: ${String(unknown)}`);
    }
  }
}

/** Says which step of the rollback failed and why, in English and by codes. */
export function describeFailedRollback(
  state: DeploymentState,
  step: Titled,
  error: StepError,
): { message: string; sentences: Sentence[] } {
  return {
    message: `The rollback of ${serviceEnvironment(state)} failed at “${
      step.title
    }”: ${sentence(error.message)} Check the environment now`,
    sentences: [
      sayFailedStep(state, step),
      ...sayStated(error),
      say('check_now'),
    ],
  };
}

function sayFailedStep(
  state: DeploymentState,
  { action, stepId, title }: Titled,
): Sentence {
  const to = state.rollback?.to?.name;
  switch (action) {
    case 'restore':
      return to
        ? say('rollback_failed_restore', { version: to })
        : say('rollback_failed_stop', { version: state.version.name });
    case 'undo':
      return say('rollback_failed_undo', { step: findTitle(state, stepId) });
    case 'verify':
      return say('rollback_failed_verify', { version: to ?? '' });
    case 'cancel':
      return say('rollback_failed_because', { step: title });
    default: {
      const unknown: never = action;
      throw new Error(`Unknown action: ${String(unknown)}`);
    }
  }
}

function findTitle(
  { snapshot }: DeploymentState,
  stepId: string | undefined,
): string {
  return snapshot?.steps.find(({ id }) => id === stepId)?.title ?? stepId ?? '';
}
