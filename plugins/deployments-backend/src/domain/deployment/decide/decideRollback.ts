import type {
  StepError,
  Verdict,
} from '@slipway/backstage-plugin-deployments-common';
import type { RollbackStepResult, SystemCommand } from '../commands';
import { hasWaitedTooLong, isInFlight, isOverdue } from '../stepGraph';
import type { Draft } from './draft';
import { ERROR_CODES } from '../errorCodes';
import { decideWithinMs } from './termination';
import { sameData } from '../plainData';
import { toProgress, toReportChange } from '../progress';
import type { ReportChange } from '../events';
import {
  backoffMs,
  CANCEL_BACKOFF,
  ROLLBACK_ATTEMPTS,
  ROLLBACK_BACKOFF,
} from '../retry';
import {
  rollbackTimeoutMs,
  stepsAfterCancel,
  rollbackStrategy,
} from '../plan/planRollback';
import type {
  DeploymentState,
  RollbackState,
  RollbackStepState,
} from '../state';
import { describeFailedRollback } from '../messages/rollbackSentences';
import { say, type Said } from '../../text/say';
import { toPhrase, toSaid } from '../../text/stepSentences';
import { rolledBackMessage } from '../messages/rolledBackMessage';

/** Lists the rollback steps to work on next: all cancels in parallel, then the other steps one by one. */
export function openRollbackSteps(state: DeploymentState): RollbackStepState[] {
  const open = (state.rollback?.steps ?? []).filter(
    ({ status }) => status !== 'succeeded',
  );
  const cancels = open.filter(({ action }) => action === 'cancel');
  return cancels.length > 0 ? cancels : open.slice(0, 1);
}

/** Returns when a rollback step's next attempt may start, in epoch milliseconds; `undefined` if it runs or has ended. */
export function rollbackStartableAt(
  state: DeploymentState,
  step: RollbackStepState,
): number | undefined {
  switch (step.status) {
    case 'pending':
      return state.at;
    case 'retrying':
    case 'waiting':
      return step.retryAt ?? state.at;
    default:
      return undefined;
  }
}

export function startRollbackStep(
  draft: Draft,
  command: Extract<SystemCommand, { type: 'startRollbackStep' }>,
): void {
  const { state, now } = draft;
  const step = openRollbackSteps(state).find(({ id }) => id === command.id);
  const at = step && rollbackStartableAt(state, step);
  if (
    state.status !== 'rolling_back' ||
    !step ||
    at === undefined ||
    at > now ||
    command.attempt !== step.attempt + 1
  ) {
    return;
  }
  draft.add({
    type: 'rollbackStepStarted',
    id: step.id,
    attempt: command.attempt,
    timeoutAt: now + rollbackTimeoutMs(state, step),
  });
}

export function reportRollbackStep(
  draft: Draft,
  command: Extract<SystemCommand, { type: 'reportRollbackStep' }>,
): void {
  const step = runningStep(draft.state, command.id);
  if (!step || step.attempt !== command.attempt) {
    return;
  }
  applyResult(draft, step, command.result, command.random);
}

/** Ends attempts that got no response in time. */
export function timeOutRollback(draft: Draft): void {
  for (const step of draft.state.rollback?.steps ?? []) {
    const isOver =
      isOverdue(step, draft.now) || hasWaitedTooLong(step, draft.now);
    if (step.status === 'running' && isOver) {
      applyResult(
        draft,
        step,
        {
          state: 'unknown',
          message: step.externalWait
            ? `${step.title}: waited elsewhere for too long: ${step.externalWait.blocker.message}`
            : `${step.title}: no response in time`,
        },
        0.5,
      );
    }
  }
}

/** Applies the automatic transitions of a rollback. */
export function continueRollback(draft: Draft): void {
  const { state } = draft;
  const { rollback } = state;
  if (!rollback) {
    return;
  }
  const inFlight = new Set(state.steps.filter(isInFlight).map(({ id }) => id));
  const obsolete = rollback.steps.find(
    step =>
      step.action === 'cancel' &&
      step.status !== 'succeeded' &&
      step.stepId !== undefined &&
      !inFlight.has(step.stepId),
  );
  if (obsolete) {
    draft.add({
      type: 'rollbackStepSucceeded',
      id: obsolete.id,
      attempt: obsolete.attempt,
      ...toPhrase([say('result_ended')]),
    });
    return;
  }
  if (rollback.steps.every(({ status }) => status === 'succeeded')) {
    draft.add({
      type: 'rolledBack',
      verification:
        rollback.steps.find(({ action }) => action === 'verify')?.verdict ??
        'inconclusive',
      message: rolledBackMessage(state, rollback),
    });
    return;
  }
  replan(draft, rollback);
}

/**
 * Plans the rollback again after the running steps have ended, before anything is restored. A step may have ended differently
 * than expected. For example, it may have stopped the baseline after all.
 */
function replan(draft: Draft, rollback: RollbackState): void {
  const { state } = draft;
  const cancels = rollback.steps.filter(({ action }) => action === 'cancel');
  const rest = rollback.steps.filter(({ action }) => action !== 'cancel');
  const isSettled = cancels.every(({ status }) => status === 'succeeded');
  const isUntouched = rest.every(({ attempt }) => attempt === 0);
  if (cancels.length === 0 || !isSettled || !isUntouched) {
    return;
  }
  const next = rollbackStrategy(state);
  if (rollback.to && !next.to) {
    // The rollback was to restore a version. To stop everything instead is a person's decision.
    draft.add({
      type: 'rollbackFailed',
      message: `${rollback.to.name} was stopped before the rollback could start, and there is no last known good version. ${state.version.name} still runs in ${state.environment}.`,
      sentences: [
        say('baseline_stopped', { version: rollback.to.name }),
        say('still_runs', { version: state.version.name }),
      ],
    });
    return;
  }
  const steps = [...cancels, ...stepsAfterCancel(state, next)];
  if (
    next.strategy !== rollback.strategy ||
    !sameData(next.to, rollback.to) ||
    !sameData(steps, rollback.steps)
  ) {
    draft.add({ type: 'rollbackPlanned', ...next, steps });
  }
}

function runningStep(
  state: DeploymentState,
  id: string,
): RollbackStepState | undefined {
  return state.status === 'rolling_back'
    ? state.rollback?.steps.find(
        step => step.id === id && step.status === 'running',
      )
    : undefined;
}

function applyResult(
  draft: Draft,
  step: RollbackStepState,
  result: RollbackStepResult,
  random: number,
): void {
  const { now, state } = draft;
  const { id, attempt } = step;
  switch (result.state) {
    case 'running': {
      const progress = toProgress(result, step, {
        now,
        decideWithinMs: decideWithinMs(state),
        stepId: step.stepId,
        mayWait: true,
      });
      if (progress) {
        draft.add({ type: 'rollbackStepProgressed', id, attempt, ...progress });
      }
      return;
    }
    case 'succeeded':
      succeed(draft, step, result.verdict, result);
      return;
    case 'failed': {
      const report = toReportChange(result, step);
      if (step.action === 'verify' && result.verdict === 'failed') {
        fail(draft, step, result.error, report);
      } else if (result.retryable && mayTryAgain(step)) {
        tryAgain(draft, step, result.error, random, report);
      } else if (step.action === 'verify' && result.retryable) {
        // The checks could not measure. A failure that isn't retryable is a result, such as a version that isn't running.
        succeed(draft, step, 'error', result.error);
      } else if (step.action === 'cancel') {
        // After a failed cancel, the step may still be running.
        markUnknown(draft, step, result.error);
      } else {
        fail(draft, step, result.error, report);
      }
      return;
    }
    case 'undecided':
      if (step.action === 'verify') {
        succeed(draft, step, result.verdict, result);
      } else {
        applyResult(draft, step, toUnsupportedWait(result.message), random);
      }
      return;
    case 'waiting': {
      const { blocker } = result;
      if (step.action === 'verify') {
        succeed(draft, step, 'inconclusive', blocker);
      } else {
        applyResult(draft, step, toUnsupportedWait(blocker.message), random);
      }
      return;
    }
    case 'unknown': {
      const error = { code: ERROR_CODES.timeout, message: result.message };
      if (step.action === 'verify') {
        // Verifying changes nothing, so the unknown outcome doesn't matter.
        succeed(draft, step, 'error', result);
      } else if (mayTryAgain(step)) {
        tryAgain(draft, step, error, random);
      } else {
        markUnknown(draft, step, error);
      }
      return;
    }
    default: {
      const unknown: never = result;
      throw new Error(
        `Unknown result in ${state.id}: ${JSON.stringify(unknown)}`,
      );
    }
  }
}

function toUnsupportedWait(message: string): RollbackStepResult {
  return {
    state: 'failed',
    error: { message: `A rollback cannot wait for a person: ${message}` },
    retryable: false,
  };
}

function mayTryAgain(step: RollbackStepState): boolean {
  return step.attempt < ROLLBACK_ATTEMPTS[step.action];
}

function tryAgain(
  draft: Draft,
  step: RollbackStepState,
  error: StepError,
  random: number,
  report: ReportChange = {},
): void {
  const backoff = step.action === 'cancel' ? CANCEL_BACKOFF : ROLLBACK_BACKOFF;
  draft.add({
    type: 'rollbackStepRetrying',
    id: step.id,
    attempt: step.attempt,
    error,
    retryAt: draft.now + backoffMs(backoff, step.attempt, random),
    ...report,
  });
}

/**
 * Marks a step's outcome as unknown. The deployment keeps its environment and retries the step later. A portal operator can
 * abandon the deployment instead.
 */
function markUnknown(
  draft: Draft,
  step: RollbackStepState,
  error: StepError,
): void {
  draft.add({
    type: 'rollbackStepUnknown',
    id: step.id,
    attempt: step.attempt,
    error,
    retryAt: draft.now + decideWithinMs(draft.state),
  });
}

function fail(
  draft: Draft,
  step: RollbackStepState,
  error: StepError,
  report: ReportChange = {},
): void {
  draft.add({
    type: 'rollbackStepFailed',
    id: step.id,
    attempt: step.attempt,
    error,
    ...report,
  });
  draft.add({
    type: 'rollbackFailed',
    ...describeFailedRollback(draft.state, step, error),
  });
}

function succeed(
  draft: Draft,
  step: RollbackStepState,
  verdict: Verdict | undefined,
  said: Partial<Said>,
): void {
  const { id, attempt } = step;
  const { message, sentences } = said;
  const done = {
    type: 'rollbackStepSucceeded',
    id,
    attempt,
    message,
    sentences,
  } as const;
  switch (step.action) {
    case 'cancel':
      if (step.stepId !== undefined) {
        draft.add({
          type: 'stepCancelled',
          stepId: step.stepId,
          outcome: 'cancelled',
          ...toSaid(said, say('result_cancelled')),
        });
      }
      draft.add(done);
      return;
    case 'restore':
      draft.add({
        ...done,
        restored: draft.state.rollback?.to !== undefined,
      });
      return;
    case 'undo':
      draft.add(done);
      return;
    case 'verify':
      if (verdict === 'failed') {
        fail(draft, step, toSaid(said, say('result_checks_failed')));
        return;
      }
      draft.add({
        ...done,
        // Only measurements can make a verdict `passed`.
        verdict:
          verdict === undefined || verdict === 'overridden'
            ? 'inconclusive'
            : verdict,
      });
      return;
    default: {
      const unknown: never = step.action;
      throw new Error(`Unknown action: ${String(unknown)}`);
    }
  }
}
