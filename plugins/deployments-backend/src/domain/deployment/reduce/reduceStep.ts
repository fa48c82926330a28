import { mayHaveBeenSent, listSteps } from '../stepGraph';
import type { DeploymentEvent } from '../events';
import { withoutUndefined } from '../plainData';
import { unknownOutcomeBlocker } from './deriveStatus';
import {
  changeStepState,
  reduceProgress,
  reduceReport,
} from './reduceProgress';
import type { DeploymentState, StepState } from '../state';

export type StepEvent = Extract<
  DeploymentEvent,
  {
    type:
      | 'stepStarted'
      | 'stepProgressed'
      | 'stepWaiting'
      | 'stepSucceeded'
      | 'stepRetrying'
      | 'stepFailed'
      | 'stepCancelling'
      | 'stepCancelled'
      | 'stepSkipped'
      | 'stepPromoted';
  }
>;

/** Clears the fields that belong to a running attempt. */
const ATTEMPT_ENDED = {
  timeoutAt: undefined,
  retryAt: undefined,
  pollAt: undefined,
  blocker: undefined,
  decideBy: undefined,
  externalWait: undefined,
  idle: undefined,
  promotable: undefined,
  commandSeq: undefined,
  cancelling: undefined,
  outcomeUnknown: undefined,
} as const;

export function reduceStep(
  state: DeploymentState,
  event: StepEvent,
): DeploymentState {
  const steps = state.steps.map(step =>
    step.id === event.stepId
      ? changeStepState(step, change(state, step, event))
      : step,
  );
  switch (event.type) {
    case 'stepStarted':
      return {
        ...state,
        steps,
        mayHaveChanged: state.mayHaveChanged || event.isFirstChange,
        firstChangeAt:
          state.firstChangeAt ?? (event.isFirstChange ? event.at : undefined),
        // A new attempt needs new approvals: a rejection of the last attempt doesn't count for it.
        approvals:
          event.attempt > 1
            ? state.approvals.filter(({ stepId }) => stepId !== event.stepId)
            : state.approvals,
      };
    case 'stepSucceeded':
    case 'stepSkipped':
    case 'stepFailed':
      return {
        ...withoutUnsent(state, event, steps),
        steps,
        // The step has ended, so there is nothing left to decide about it.
        decision:
          state.decision?.stepId === event.stepId ? undefined : state.decision,
      };
    case 'stepRetrying':
      return { ...withoutUnsent(state, event, steps), steps };
    case 'stepProgressed':
    case 'stepWaiting':
    case 'stepCancelling':
    case 'stepCancelled':
    case 'stepPromoted':
      return { ...state, steps };
    default: {
      const unknown: never = event;
      throw new Error(`Unknown event: ${JSON.stringify(unknown)}`);
    }
  }
}

/**
 * Clears `touched` if the step was not sent and no other step changed the environment. A rollback stays touched: the
 * version that it reverts no longer counts as good since the rollback started, so a person must check it either way.
 */
function withoutUnsent(
  state: DeploymentState,
  event: StepEvent,
  steps: StepState[],
): DeploymentState {
  const isUnsent = 'notSent' in event && event.notSent === true;
  if (!isUnsent || !state.mayHaveChanged || state.kind === 'rollback') {
    return state;
  }
  const since = listSteps({ ...state, steps })
    .filter(
      ({ definition, state: step }) =>
        definition.changes !== 'none' && mayHaveBeenSent(step),
    )
    .map(({ state: step }) => step.startedAt ?? event.at);
  return {
    ...state,
    mayHaveChanged: since.length > 0,
    firstChangeAt: since.length > 0 ? Math.min(...since) : undefined,
  };
}

/** The fields of an attempt that sent nothing and may have had no `stepStarted`. */
function unsent(
  step: StepState,
  event: { at: number; attempt: number; notSent?: boolean },
): Partial<StepState> {
  return event.notSent
    ? {
        attempt: event.attempt,
        unsentAttempts: (step.unsentAttempts ?? 0) + 1,
        startedAt: step.startedAt ?? event.at,
        attemptStartedAt:
          step.attempt === event.attempt ? step.attemptStartedAt : event.at,
      }
    : {};
}

function change(
  state: DeploymentState,
  step: StepState,
  event: StepEvent,
): Partial<StepState> {
  switch (event.type) {
    case 'stepStarted':
      return {
        ...ATTEMPT_ENDED,
        status: 'running',
        attempt: event.attempt,
        startedAt: step.startedAt ?? event.at,
        attemptStartedAt: event.at,
        finishedAt: undefined,
        timeoutAt: event.timeoutAt,
        handle: undefined,
        promotions: undefined,
        message: undefined,
        links: undefined,
        problems: undefined,
        error: undefined,
        verdict: undefined,
      };
    case 'stepProgressed':
      return {
        status: step.outcomeUnknown ? step.status : 'running',
        ...(step.outcomeUnknown
          ? {}
          : { blocker: undefined, decideBy: undefined }),
        ...reduceProgress(step, event),
      };
    case 'stepWaiting':
      return {
        ...ATTEMPT_ENDED,
        status: 'waiting',
        blocker: event.blocker,
        decideBy: event.decideBy,
        verdict: event.verdict,
        message: event.blocker.message,
        messageSentences: event.blocker.sentences,
      };
    case 'stepSucceeded':
      return {
        ...ATTEMPT_ENDED,
        status: 'succeeded',
        finishedAt: event.at,
        message: event.message,
        messageSentences: event.sentences,
        verdict: event.verdict,
        error: undefined,
        problems: undefined,
      };
    case 'stepRetrying':
      return {
        ...ATTEMPT_ENDED,
        ...unsent(step, event),
        ...reduceReport(step, event),
        status: 'retrying',
        finishedAt: undefined,
        retryAt: event.retryAt,
        error: event.error,
        message: event.error.message,
      };
    case 'stepFailed':
      return {
        ...ATTEMPT_ENDED,
        ...unsent(step, event),
        ...reduceReport(step, event),
        status: 'failed',
        finishedAt: event.at,
        error: event.error,
        verdict: event.verdict,
        message: event.error.message,
      };
    case 'stepCancelling':
      return {
        cancelling: withoutUndefined({
          cause: event.cause,
          ask: event.ask,
          askAt: event.askAt,
          timeoutAt: event.timeoutAt,
          message: event.message,
          sentences: event.sentences,
        }),
        message: event.message,
        messageSentences: event.sentences,
        externalWait: undefined,
        idle: undefined,
        promotable: undefined,
        ...(step.outcomeUnknown ? { decideBy: event.timeoutAt } : {}),
      };
    case 'stepCancelled': {
      if (event.outcome === 'cancelled') {
        return {
          ...ATTEMPT_ENDED,
          status: 'cancelled',
          finishedAt: event.at,
          message: event.message,
          messageSentences: event.sentences,
        };
      }
      const decideBy = event.decideBy ?? event.at;
      return {
        ...ATTEMPT_ENDED,
        status: 'waiting',
        outcomeUnknown: true,
        decideBy,
        blocker: unknownOutcomeBlocker(state, step.id, decideBy, event.message),
        message: event.message,
        messageSentences: event.sentences,
      };
    }
    case 'stepSkipped':
      return {
        ...ATTEMPT_ENDED,
        status: 'skipped',
        finishedAt: event.at,
        message: event.reason,
        messageSentences: event.sentences,
        verdict: 'overridden',
      };
    case 'stepPromoted':
      return {
        promotions: [
          ...(step.promotions ?? []),
          {
            to: event.to,
            weight: event.weight,
            at: event.at,
            ...(event.by === undefined ? { automatic: true } : {}),
          },
        ],
        // The step says what is next once it has acted on this promotion.
        promotable: undefined,
        externalWait: undefined,
        pollAt: event.at,
        commandSeq: event.seq,
      };
    default: {
      const unknown: never = event;
      throw new Error(`Unknown event: ${JSON.stringify(unknown)}`);
    }
  }
}
