import type {
  Sentence,
  StepError,
  Verdict,
} from '@slipway/backstage-plugin-deployments-common';
import type { StepResult } from '@slipway/backstage-plugin-deployments-node';
import type { SystemCommand } from '../commands';
import {
  awaitsApproval,
  findStep,
  isInFlight,
  mayStartSteps,
  startableAt,
  wasPromotedByPerson,
  type StepWithState,
} from '../stepGraph';
import { addEffects, type Draft } from './draft';
import { ERROR_CODES } from '../errorCodes';
import { requestCancel, decideWithinMs, isTerminating } from './termination';
import { sameData, withoutUndefined } from '../plainData';
import { toProgress, toReportChange } from '../progress';
import type { ReportChange } from '../events';
import { backoffMs, CANCEL_ASKS, CANCEL_BACKOFF } from '../retry';
import { say } from '../../text/say';
import { toSaid } from '../../text/stepSentences';

export function startStep(
  draft: Draft,
  command: Extract<SystemCommand, { type: 'startStep' }>,
): void {
  const { state, now } = draft;
  const step = findStartable(draft, command);
  if (!step) {
    return;
  }
  draft.add({
    type: 'stepStarted',
    stepId: command.stepId,
    attempt: command.attempt,
    timeoutAt: now + step.definition.timeoutMs,
    isFirstChange: step.definition.changes !== 'none' && !state.mayHaveChanged,
  });
}

/** Fails an attempt before it starts, because its request could not be built. Nothing was sent. */
export function refuseStep(
  draft: Draft,
  command: Extract<SystemCommand, { type: 'refuseStep' }>,
): void {
  const step = findStartable(draft, command);
  if (step) {
    fail(draft, step, { ...command, notSent: true });
  }
}

function findStartable(
  { state, now }: Draft,
  { stepId, attempt }: { stepId: string; attempt: number },
): StepWithState | undefined {
  const step = findStep(state, stepId);
  if (!step || !mayStartSteps(state) || attempt !== step.state.attempt + 1) {
    return undefined;
  }
  const at = startableAt(state, step);
  return at !== undefined && at <= now ? step : undefined;
}

/**
 * Records a step's result while its attempt is open. It also counts after a request to stop the step, because its changes to
 * the environment are real. Later results change nothing.
 */
export function reportStep(
  draft: Draft,
  command: Extract<SystemCommand, { type: 'reportStep' }>,
): void {
  const step = findStep(draft.state, command.stepId);
  if (
    !step ||
    step.state.attempt !== command.attempt ||
    !(isInFlight(step.state) || awaitsApproval(step.state))
  ) {
    return;
  }
  applyResult(draft, step, command);
}

/** Records the response to a request to cancel a step. */
export function commitCancel(
  draft: Draft,
  command: Pick<
    Extract<SystemCommand, { type: 'reportCancel' }>,
    'stepId' | 'attempt' | 'outcome' | 'message' | 'random'
  >,
): void {
  const { state, now } = draft;
  const step = findStep(state, command.stepId);
  const cancelling = step?.state.cancelling;
  if (
    !step ||
    !cancelling ||
    step.state.attempt !== command.attempt ||
    // The next request has not been sent yet, so this is a late response to the previous one.
    cancelling.askAt > now
  ) {
    return;
  }
  const { stepId } = command;
  const said =
    command.message === undefined
      ? { message: cancelling.message, sentences: cancelling.sentences }
      : { message: command.message };
  switch (command.outcome) {
    case 'cancelled':
      draft.add({
        type: 'stepCancelled',
        stepId,
        outcome: 'cancelled',
        ...said,
      });
      if (cancelling.cause !== 'stop' && !isTerminating(draft)) {
        fail(draft, step, {
          error: withoutUndefined({
            code: ERROR_CODES[cancelling.cause],
            message: cancelling.message,
            sentences: cancelling.sentences,
          }),
          // Another attempt would wait for the same people again.
          retryable: cancelling.cause === 'timeout',
          random: command.random,
        });
      }
      return;
    case 'unknown':
      if (cancelling.ask < CANCEL_ASKS) {
        requestCancel(draft, stepId, {
          cause: cancelling.cause,
          message: cancelling.message,
          sentences: cancelling.sentences,
          ask: cancelling.ask + 1,
          afterMs: backoffMs(CANCEL_BACKOFF, cancelling.ask, command.random),
        });
      } else {
        draft.add({
          type: 'stepCancelled',
          stepId,
          outcome: 'unknown',
          ...said,
          decideBy: now + decideWithinMs(state),
        });
      }
      return;
    default: {
      const unknown: never = command.outcome;
      throw new Error(`Unknown outcome: ${String(unknown)}`);
    }
  }
}

function applyResult(
  draft: Draft,
  step: StepWithState,
  { result, seenSeq, random }: Extract<SystemCommand, { type: 'reportStep' }>,
): void {
  const { now } = draft;
  const stepId = step.definition.id;
  const { attempt } = step.state;
  switch (result.state) {
    case 'running': {
      addEffects(draft, result.effects);
      const progress = toProgress(result, step.state, {
        now,
        decideWithinMs: decideWithinMs(draft.state),
        timeoutMs: step.definition.timeoutMs,
        seenSeq,
        stepId,
        mayWait:
          !isTerminating(draft) &&
          !step.state.cancelling &&
          !step.state.outcomeUnknown,
      });
      if (progress) {
        draft.add({ type: 'stepProgressed', stepId, attempt, ...progress });
      }
      return;
    }
    case 'succeeded':
      addEffects(draft, result.effects);
      applySuccess(draft, step, result, random);
      return;
    case 'failed': {
      // A step that has reported before was certainly sent.
      const isFirstResult = step.state.pollAt === undefined;
      const notSent = result.notSent === true && isFirstResult;
      const report = toReportChange(result, step.state);
      fail(draft, step, { ...result, report, notSent, random });
      return;
    }
    case 'undecided':
      leaveUndecided(draft, step, result);
      return;
    case 'waiting': {
      if (isTerminating(draft)) {
        // A waiting step runs nothing that would have to be stopped.
        draft.add({ type: 'stepCancelled', stepId, outcome: 'cancelled' });
        return;
      }
      const blocker = {
        ...result.blocker,
        stepId,
        // An approval blocker names its rule. One without a rule was written by the previous release; see `nextWork`.
        ...(result.blocker.kind === 'approval'
          ? { rule: result.blocker.rule ?? stepId }
          : {}),
      };
      const isNews =
        step.state.status !== 'waiting' ||
        step.state.pollAt !== undefined ||
        !sameData(step.state.blocker, blocker);
      if (isNews) {
        draft.add({
          type: 'stepWaiting',
          stepId,
          attempt,
          blocker,
          // Another poll, e.g. after the first of two approvals, doesn't extend the deadline.
          decideBy:
            (awaitsApproval(step.state) ? step.state.decideBy : undefined) ??
            now + decideWithinMs(draft.state),
        });
      }
      return;
    }
    default: {
      const unknown: never = result;
      throw new Error(`Unknown result: ${JSON.stringify(unknown)}`);
    }
  }
}

/**
 * Records a success. A step with checks succeeds only with the verdict `passed`, and only a step that a person promoted can
 * call its verdict overridden.
 */
function applySuccess(
  draft: Draft,
  step: StepWithState,
  result: Extract<StepResult, { state: 'succeeded' }>,
  random: number,
): void {
  const { verdict, message, sentences } = result;
  const hasChecks = step.definition.checks.length > 0;
  switch (verdict) {
    case 'failed':
      fail(draft, step, {
        error: toSaid(result, say('result_checks_failed')),
        retryable: false,
        verdict,
        random,
      });
      return;
    case 'error':
    case 'inconclusive':
    case 'overridden':
      if (verdict === 'overridden' && wasPromotedByPerson(step.state)) {
        break;
      }
      leaveUndecided(draft, step, {
        verdict: verdict === 'error' ? 'error' : 'inconclusive',
        ...toSaid(result, say('result_unclear')),
      });
      return;
    case undefined:
      if (hasChecks) {
        leaveUndecided(draft, step, {
          verdict: 'inconclusive',
          ...toSaid(result, say('result_no_verdict')),
        });
        return;
      }
      break;
    case 'passed':
      break;
    default: {
      const unknown: never = verdict;
      throw new Error(`Unknown verdict: ${String(unknown)}`);
    }
  }
  draft.add({
    type: 'stepSucceeded',
    stepId: step.definition.id,
    attempt: step.state.attempt,
    message,
    ...(message && sentences ? { sentences } : {}),
    verdict,
  });
}

function leaveUndecided(
  draft: Draft,
  step: StepWithState,
  result: {
    verdict: 'inconclusive' | 'error';
    message: string;
    sentences?: Sentence[];
  },
): void {
  const stepId = step.definition.id;
  const { attempt } = step.state;
  const { verdict, message, sentences } = result;
  if (isTerminating(draft)) {
    draft.add({
      type: 'stepFailed',
      stepId,
      attempt,
      error: withoutUndefined({ message, sentences }),
      verdict,
    });
    return;
  }
  const decideBy = draft.now + decideWithinMs(draft.state);
  draft.add({
    type: 'stepWaiting',
    stepId,
    attempt,
    verdict,
    decideBy,
    blocker: withoutUndefined({
      kind: 'decision' as const,
      message,
      sentences,
      until: new Date(decideBy).toISOString(),
      stepId,
    }),
  });
}

/** Retries errors while attempts are left. A `failed` verdict is a result, not an error, so it is not retried. */
function fail(
  draft: Draft,
  step: StepWithState,
  failure: {
    error: StepError;
    retryable: boolean;
    verdict?: Verdict;
    /** The attempt that failed; by default the current one. */
    attempt?: number;
    notSent?: boolean;
    /** The links and problems that it reported. */
    report?: ReportChange;
    random: number;
  },
): void {
  const stepId = step.definition.id;
  const { attempt = step.state.attempt } = failure;
  const { retry } = step.definition;
  const { error, verdict, report } = failure;
  const notSent = failure.notSent ? { notSent: true } : {};
  if (
    failure.retryable &&
    verdict !== 'failed' &&
    attempt < retry.attempts &&
    !isTerminating(draft)
  ) {
    draft.add({
      type: 'stepRetrying',
      stepId,
      attempt,
      error,
      retryAt: draft.now + backoffMs(retry, attempt, failure.random),
      ...report,
      ...notSent,
    });
  } else {
    draft.add({
      type: 'stepFailed',
      stepId,
      attempt,
      error,
      verdict,
      ...report,
      ...notSent,
    });
  }
}
