import type { StepStatus } from '@slipway/backstage-plugin-deployments-common';
import { isInFlight } from '../stepGraph';
import type { DeploymentEvent } from '../events';
import { withoutUndefined } from '../plainData';
import type { DeploymentState, RollbackStepState } from '../state';
import {
  changeStepState,
  reduceProgress,
  reduceReport,
} from './reduceProgress';

export type RollbackEvent = Extract<
  DeploymentEvent,
  {
    type:
      | 'rollbackStarted'
      | 'rollbackPlanned'
      | 'rollbackStepStarted'
      | 'rollbackStepProgressed'
      | 'rollbackStepSucceeded'
      | 'rollbackStepRetrying'
      | 'rollbackStepUnknown'
      | 'rollbackStepFailed';
  }
>;

const ATTEMPT_ENDED = {
  timeoutAt: undefined,
  retryAt: undefined,
  pollAt: undefined,
  externalWait: undefined,
  outcomeUnknown: undefined,
} as const;

export function reduceRollback(
  state: DeploymentState,
  event: RollbackEvent,
): DeploymentState {
  switch (event.type) {
    case 'rollbackStarted':
      return {
        ...state,
        status: 'rolling_back',
        cause: event.rollback.cause,
        message: event.rollback.message,
        rollback: event.rollback,
        decision: undefined,
        paused: undefined,
        stopping: undefined,
        steps: state.steps.map(step => {
          if (isInFlight(step)) {
            // From now on the rollback's own `cancel` step asks it to stop.
            return withoutUndefined({
              ...step,
              status: 'running',
              cancelling: undefined,
              outcomeUnknown: undefined,
              blocker: undefined,
              decideBy: undefined,
              externalWait: undefined,
            });
          }
          return step.status === 'waiting' || step.status === 'retrying'
            ? withoutUndefined({
                ...step,
                status: 'cancelled',
                finishedAt: event.at,
                retryAt: undefined,
                pollAt: undefined,
                blocker: undefined,
                decideBy: undefined,
              })
            : step;
        }),
      };
    case 'rollbackPlanned':
      return {
        ...state,
        rollback:
          state.rollback &&
          withoutUndefined({
            ...state.rollback,
            strategy: event.strategy,
            to: event.to,
            steps: event.steps,
          }),
      };
    case 'rollbackStepStarted':
      return changeStep(
        state,
        event.id,
        step => ({
          status: 'running',
          attempt: event.attempt,
          startedAt: step.startedAt ?? event.at,
          attemptStartedAt: event.at,
          timeoutAt: event.timeoutAt,
          retryAt: undefined,
          pollAt: undefined,
          handle: undefined,
          error: undefined,
          message: undefined,
          links: undefined,
          problems: undefined,
        }),
        'undoing',
      );
    case 'rollbackStepProgressed':
      return changeStep(state, event.id, step => reduceProgress(step, event));
    case 'rollbackStepSucceeded': {
      const next = changeStep(
        state,
        event.id,
        () => ({
          ...ATTEMPT_ENDED,
          status: 'succeeded',
          finishedAt: event.at,
          message: event.message,
          messageSentences: event.sentences,
          verdict: event.verdict,
          error: undefined,
          problems: undefined,
        }),
        'undone',
      );
      return event.restored
        ? {
            ...next,
            restoredAt: event.at,
            trafficWeight: 0,
            trafficHistory:
              state.trafficWeight > 0
                ? [...state.trafficHistory, { at: event.at, weight: 0 }]
                : state.trafficHistory,
          }
        : next;
    }
    case 'rollbackStepRetrying':
      return changeStep(state, event.id, step => ({
        ...reduceReport(step, event),
        timeoutAt: undefined,
        pollAt: undefined,
        externalWait: undefined,
        status: 'retrying',
        retryAt: event.retryAt,
        error: event.error,
        message: event.error.message,
      }));
    case 'rollbackStepUnknown':
      return changeStep(state, event.id, () => ({
        timeoutAt: undefined,
        pollAt: undefined,
        externalWait: undefined,
        status: 'waiting',
        outcomeUnknown: true,
        retryAt: event.retryAt,
        error: event.error,
        message: event.error.message,
      }));
    case 'rollbackStepFailed':
      return changeStep(
        state,
        event.id,
        step => ({
          ...ATTEMPT_ENDED,
          ...reduceReport(step, event),
          status: 'failed',
          finishedAt: event.at,
          error: event.error,
          message: event.error.message,
        }),
        'undo_failed',
      );
    default: {
      const unknown: never = event;
      throw new Error(`Unknown event: ${JSON.stringify(unknown)}`);
    }
  }
}

/** Changes a rollback step. An `undo` also sets the status of the step that it undoes. */
function changeStep(
  state: DeploymentState,
  id: string,
  change: (step: RollbackStepState) => Partial<RollbackStepState>,
  undoStatus?: StepStatus,
): DeploymentState {
  const { rollback } = state;
  const step = rollback?.steps.find(each => each.id === id);
  if (!rollback || !step) {
    return state;
  }
  return {
    ...state,
    rollback: {
      ...rollback,
      steps: rollback.steps.map(each =>
        each === step ? changeStepState(each, change(each)) : each,
      ),
    },
    steps:
      undoStatus && step.action === 'undo'
        ? state.steps.map(each =>
            each.id === step.stepId ? { ...each, status: undoStatus } : each,
          )
        : state.steps,
  };
}
