import {
  formatDuration,
  type Sentence,
} from '@slipway/backstage-plugin-deployments-common';
import {
  awaitsApproval,
  findStep,
  hasWaitedTooLong,
  isOverdue,
  listSteps,
  promotesAfterPause,
} from '../stepGraph';
import { timeOutRollback } from './decideRollback';
import { commitCancel } from './decideStep';
import type { Draft } from './draft';
import { ERROR_CODES } from '../errorCodes';
import {
  decideWithinMs,
  requestCancel,
  isAboutRollback,
  mayRollBack,
  rollBackOrAsk,
  stop,
} from './termination';
import { describeRemaining } from '../messages/outcomeMessages';
import { sayRemaining } from '../messages/outcomeSentences';
import { say, sayStated } from '../../text/say';
import { toPhrase } from '../../text/stepSentences';
import { isPausedAndQuiet } from '../reduce/deriveStatus';
import type {
  Decision,
  DeploymentState,
  ExternalWait,
  StepState,
} from '../state';
import { quote, sentence } from '../../text/formatting';

/** Applies the timeouts and deadlines that have passed. */
export function applyDeadlines(draft: Draft): void {
  const { status } = draft.state;
  if (status === 'rolling_back') {
    timeOutRollback(draft);
    return;
  }
  if (status !== 'running' && status !== 'waiting') {
    return;
  }
  timeOutSteps(draft);
  const { decision } = draft.state;
  if (decision && decision.decideBy <= draft.now) {
    expireDecision(draft, decision);
    return;
  }
  expireApprovals(draft);
  const { paused } = draft.state;
  if (
    paused &&
    !draft.state.decision &&
    isPausedAndQuiet(draft.state) &&
    paused.decideBy <= draft.now
  ) {
    expirePause(draft);
  }
}

function timeOutSteps(draft: Draft): void {
  for (const { definition, state: step } of listSteps(draft.state)) {
    if (step.cancelling) {
      if (step.cancelling.timeoutAt <= draft.now) {
        commitCancel(draft, {
          stepId: definition.id,
          attempt: step.attempt,
          outcome: 'unknown',
          message: 'The request to cancel got no response in time',
          random: 0.5,
        });
      }
    } else if (step.outcomeUnknown) {
      if (step.decideBy !== undefined && step.decideBy <= draft.now) {
        requestCancel(draft, definition.id, {
          cause: draft.state.stopping ? 'stop' : 'timeout',
          message: `Asked ${quote(definition)} to stop once more`,
          sentences: [say('asked_again', { step: definition.title })],
        });
      }
    } else if (step.status === 'running' && isOverdue(step, draft.now)) {
      requestCancel(draft, definition.id, {
        cause: 'timeout',
        message: `It took longer than ${formatDuration(definition.timeoutMs)}`,
        sentences: [say('timed_out', { periodMs: definition.timeoutMs })],
      });
    } else if (
      step.externalWait &&
      hasWaitedTooLong(step, draft.now) &&
      !promotesAfterPause(draft.state, step)
    ) {
      if (promoteAtDeadline(draft, step)) {
        continue;
      }
      requestCancel(draft, definition.id, {
        cause: 'deadline',
        ...toPhrase(sayEndOfWait(draft.state, step.externalWait)),
      });
    }
  }
}

/** Promotes a step whose wait says so. Returns false if it doesn't, or if the deployment asks a person or is stopping. */
function promoteAtDeadline(
  { state, add }: Draft,
  { id, attempt, externalWait, promotable }: StepState,
): boolean {
  if (
    externalWait?.otherwise !== 'promote' ||
    !promotable ||
    state.decision ||
    state.stopping
  ) {
    return false;
  }
  add({
    type: 'stepPromoted',
    stepId: id,
    attempt,
    to: 'next',
    weight: promotable.nextWeight,
  });
  return true;
}

/** Says that a step waited too long for somebody elsewhere, and for what. */
function sayEndOfWait(
  state: DeploymentState,
  { blocker }: ExternalWait,
): Sentence[] {
  return blocker.kind === 'decision'
    ? [say('no_decision'), say('follows'), ...sayStated(blocker)]
    : [
        say('waited_too_long', { periodMs: decideWithinMs(state) }),
        ...sayStated(blocker),
      ];
}

function expireApprovals(draft: Draft): void {
  for (const step of draft.state.steps) {
    if (
      awaitsApproval(step) &&
      step.decideBy !== undefined &&
      step.decideBy <= draft.now
    ) {
      draft.add({
        type: 'stepFailed',
        stepId: step.id,
        attempt: step.attempt,
        error: {
          code: ERROR_CODES.deadline,
          message: 'Nobody approved it in time',
          sentences: [say('no_approval')],
        },
      });
    }
  }
}

/** Fails the step that the decision was about, so that its `onFailure` applies. If it was about a rollback, stops. */
function expireDecision(draft: Draft, decision: Decision): void {
  const step =
    decision.stepId === undefined
      ? undefined
      : findStep(draft.state, decision.stepId);
  if (step && !isAboutRollback(decision)) {
    const { error, message, messageSentences: sentences } = step.state;
    const why =
      error ?? (message === undefined ? undefined : { message, sentences });
    draft.add({
      type: 'stepFailed',
      stepId: step.definition.id,
      attempt: step.state.attempt,
      verdict: step.state.verdict,
      error: {
        code: ERROR_CODES.deadline,
        ...toPhrase([...(why ? sayStated(why) : []), say('no_decision')]),
      },
    });
    return;
  }
  stop(draft, {
    as: 'failed',
    message: `Nobody decided in time. ${describeRemaining(draft.state)}`,
    sentences: [say('no_decision'), sayRemaining(draft.state)],
  });
}

function expirePause(draft: Draft): void {
  const { state } = draft;
  const message = 'The deployment was paused, and nobody resumed it in time';
  if (mayRollBack(state) && state.snapshot?.onFailure !== 'fail') {
    rollBackOrAsk(draft, {
      cause: 'deadline',
      message,
      sentences: [say('not_resumed')],
    });
  } else {
    stop(draft, {
      as: 'failed',
      message: `${sentence(message)} ${describeRemaining(state)}`,
      sentences: [say('not_resumed'), sayRemaining(state)],
    });
  }
}
