import type {
  StepError,
  Verdict,
} from '@slipway/backstage-plugin-deployments-common';
import type { RollbackStepResult, SystemCommand } from '../commands';
import { isInFlight, isOverdue } from '../stepGraph';
import type { Draft } from './draft';
import { decideWithinMs, ERROR_CODES } from './termination';
import { sameData } from '../plainData';
import { toProgress } from '../progress';
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
import { serviceEnvironment, sentence } from '../messages/formatting';

/** Steps of a rollback that are next: all cancels side by side, then one after the other. */
export function openRollbackSteps(state: DeploymentState): RollbackStepState[] {
  const open = (state.rollback?.steps ?? []).filter(
    ({ status }) => status !== 'succeeded',
  );
  const cancels = open.filter(({ action }) => action === 'cancel');
  return cancels.length > 0 ? cancels : open.slice(0, 1);
}

/** When the next attempt of a step may start; `undefined`: it is under way, or ended. */
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
  conclude(draft, step, command.result, command.random);
}

/** Ends attempts that had no answer in time. */
export function timeOutRollback(draft: Draft): void {
  for (const step of draft.state.rollback?.steps ?? []) {
    if (step.status === 'running' && isOverdue(step, draft.now)) {
      conclude(
        draft,
        step,
        {
          state: 'unknown',
          message: `${step.title}: no answer in time`,
        },
        0.5,
      );
    }
  }
}

/** What follows by itself while rolling back. */
export function followRollback(draft: Draft): void {
  const { state } = draft;
  const { rollback } = state;
  if (!rollback) {
    return;
  }
  const inFlight = new Set(state.steps.filter(isInFlight).map(({ id }) => id));
  const moot = rollback.steps.find(
    step =>
      step.action === 'cancel' &&
      step.status !== 'succeeded' &&
      step.stepId !== undefined &&
      !inFlight.has(step.stepId),
  );
  if (moot) {
    draft.add({
      type: 'rollbackStepSucceeded',
      id: moot.id,
      attempt: moot.attempt,
      message: 'Nothing is under way any more',
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
  planAgain(draft, rollback);
}

/**
 * What was under way may have ended otherwise than expected, e.g. retired the baseline after all. Once nothing is under
 * way, and before anything is restored, the way back is looked at again.
 */
function planAgain(draft: Draft, rollback: RollbackState): void {
  const { state } = draft;
  const cancels = rollback.steps.filter(({ action }) => action === 'cancel');
  const rest = rollback.steps.filter(({ action }) => action !== 'cancel');
  const isSettled = cancels.every(({ status }) => status === 'succeeded');
  const isUntouched = rest.every(({ attempt }) => attempt === 0);
  if (cancels.length === 0 || !isSettled || !isUntouched) {
    return;
  }
  const way = rollbackStrategy(state);
  if (rollback.to && !way.to) {
    // Whoever wanted to go back to a version did not decide that nothing should run.
    draft.add({
      type: 'rollbackFailed',
      message: `${
        rollback.to.name
      } was stopped before the rollback could begin, and no other version is known to be good. ${sentence(
        `${state.version.name} still runs as ${serviceEnvironment(state)}`,
      )}`,
    });
    return;
  }
  const steps = [...cancels, ...stepsAfterCancel(state, way)];
  if (
    way.strategy !== rollback.strategy ||
    !sameData(way.to, rollback.to) ||
    !sameData(steps, rollback.steps)
  ) {
    draft.add({ type: 'rollbackPlanned', ...way, steps });
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

function conclude(
  draft: Draft,
  step: RollbackStepState,
  result: RollbackStepResult,
  random: number,
): void {
  const { now, state } = draft;
  const { id, attempt } = step;
  switch (result.state) {
    case 'running': {
      const progress = toProgress(result, step, now);
      if (progress) {
        draft.add({ type: 'rollbackStepProgressed', id, attempt, ...progress });
      }
      return;
    }
    case 'succeeded':
      succeed(draft, step, result.verdict, result.message);
      return;
    case 'failed':
      if (step.action === 'verify' && result.verdict === 'failed') {
        fail(draft, step, result.error);
      } else if (result.retryable && mayTryAgain(step)) {
        tryAgain(draft, step, result.error, random);
      } else if (step.action === 'verify' && result.retryable) {
        // It could not be looked at. What is not retryable was: e.g. the version is not there.
        succeed(draft, step, 'error', result.error.message);
      } else if (step.action === 'cancel') {
        // A cancel that failed says nothing about what it should have stopped.
        becomeUnknown(draft, step, result.error);
      } else {
        fail(draft, step, result.error);
      }
      return;
    case 'undecided':
      if (step.action === 'verify') {
        succeed(draft, step, result.verdict, result.message);
      } else {
        conclude(draft, step, cannotAsk(result.message), random);
      }
      return;
    case 'waiting':
      if (step.action === 'verify') {
        succeed(draft, step, 'inconclusive', result.blocker.message);
      } else {
        conclude(draft, step, cannotAsk(result.blocker.message), random);
      }
      return;
    case 'unknown': {
      const error = { code: ERROR_CODES.timeout, message: result.message };
      if (step.action === 'verify') {
        // It changes nothing, so nothing of it can be left behind.
        succeed(draft, step, 'error', result.message);
      } else if (mayTryAgain(step)) {
        tryAgain(draft, step, error, random);
      } else {
        becomeUnknown(draft, step, error);
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

function cannotAsk(message: string): RollbackStepResult {
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
): void {
  const backoff = step.action === 'cancel' ? CANCEL_BACKOFF : ROLLBACK_BACKOFF;
  draft.add({
    type: 'rollbackStepRetrying',
    id: step.id,
    attempt: step.attempt,
    error,
    retryAt: draft.now + backoffMs(backoff, step.attempt, random),
  });
}

/** The environment stays taken; it is asked again from time to time, and an administrator can abandon it. */
function becomeUnknown(
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

function fail(draft: Draft, step: RollbackStepState, error: StepError): void {
  draft.add({
    type: 'rollbackStepFailed',
    id: step.id,
    attempt: step.attempt,
    error,
  });
  draft.add({
    type: 'rollbackFailed',
    message: `The rollback of ${serviceEnvironment(draft.state)} failed at “${
      step.title
    }”: ${sentence(error.message)} Look at the environment now`,
  });
}

function succeed(
  draft: Draft,
  step: RollbackStepState,
  verdict: Verdict | undefined,
  message: string | undefined,
): void {
  const { id, attempt } = step;
  const done = { type: 'rollbackStepSucceeded', id, attempt, message } as const;
  switch (step.action) {
    case 'cancel':
      if (step.stepId !== undefined) {
        draft.add({
          type: 'stepCancelled',
          stepId: step.stepId,
          outcome: 'cancelled',
          message: message ?? 'Cancelled for the rollback',
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
        fail(draft, step, { message: message ?? 'Its checks failed' });
        return;
      }
      draft.add({
        ...done,
        // Nothing passed without a measurement.
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

function rolledBackMessage(
  state: DeploymentState,
  rollback: RollbackState,
): string {
  if (!rollback.to) {
    return `${
      state.version.name
    } is stopped; nothing runs as ${serviceEnvironment(state)}.`;
  }
  const verify = rollback.steps.find(({ action }) => action === 'verify');
  const healthy =
    verify?.verdict === 'passed'
      ? 'its checks passed'
      : 'its checks could not tell whether it is healthy';
  return `${rollback.to.name} runs again as ${serviceEnvironment(state)}; ${
    verify ? healthy : 'no check looked at it'
  }.`;
}
