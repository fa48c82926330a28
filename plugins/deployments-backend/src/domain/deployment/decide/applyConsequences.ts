import type { OnFailure } from '@slipway/backstage-plugin-deployments-common';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import {
  awaitsVerdict,
  isDone,
  isInFlight,
  listSteps,
  type StepWithState,
} from '../stepGraph';
import type { Draft } from './draft';
import { ERROR_CODES } from '../errorCodes';
import {
  ask,
  requestCancel,
  choicesFor,
  isAboutRollback,
  mayRollBack,
  rollBackOrAsk,
  stop,
} from './termination';
import { continueRollback } from './decideRollback';
import type { DeploymentState, Stopping } from '../state';
import { capitalized } from '../messages/conflict';
import { quote, sentence } from '../../text/formatting';
import {
  describeRemaining,
  failureMessage,
  successMessage,
} from '../messages/outcomeMessages';
import { sayFailure, sayRemaining } from '../messages/outcomeSentences';
import { say, sayResult } from '../../text/say';
import { deriveVerification } from '../verification';

/** Far more than any golden path needs. If they aren't enough, two rules keep undoing each other. */
const MAX_ROUNDS = 1_000;

/** Applies the automatic transitions that follow from a draft's state, until there are no more. */
export function applyConsequences(draft: Draft): void {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = draft.events.length;
    applyNext(draft);
    if (draft.events.length === before) {
      return;
    }
  }
  throw new Error(`Deployment ${draft.state.id} does not settle`);
}

function applyNext(draft: Draft): void {
  const { state } = draft;
  if (isTerminal(state.status) || state.status === 'queued') {
    return;
  }
  if (state.status === 'rolling_back') {
    continueRollback(draft);
    return;
  }
  if (state.stopping) {
    continueStopping(draft, state.stopping);
    return;
  }
  const failed = listSteps(state).filter(
    ({ state: step }) => step.status === 'failed',
  );
  if (failed.length > 0) {
    applyFailurePolicies(draft, failed);
    return;
  }
  if (state.decision) {
    return;
  }
  const undecided = listSteps(state).find(step => awaitsVerdict(step.state));
  if (undecided) {
    askAboutVerdict(draft, undecided);
    return;
  }
  if (state.steps.every(isDone)) {
    draft.add({
      type: 'succeeded',
      message: successMessage(state),
      verification: deriveVerification(state),
    });
  }
}

/** Cancels the running steps, and ends the deployment once none is running. */
function continueStopping(draft: Draft, stopping: Stopping): void {
  const inFlight = draft.state.steps.filter(isInFlight);
  for (const step of inFlight) {
    if (!step.cancelling && !step.outcomeUnknown) {
      requestCancel(draft, step.id, {
        cause: 'stop',
        message: 'Asked to stop because the deployment is ending',
        sentences: [say('ending')],
      });
    }
  }
  if (inFlight.length > 0) {
    return;
  }
  const { as, message, sentences, cause } = stopping;
  const why = { message, ...(sentences ? { sentences } : {}) };
  if (as === 'cancelled') {
    draft.add({ type: 'cancelled', ...why, cause: cause ?? 'cancel' });
  } else {
    draft.add({ type: 'failed', ...why, cause });
  }
}

interface Failure {
  step: StepWithState;
  policy: OnFailure;
}

/**
 * Applies `onFailure` of the failed steps. A rollback comes first, even if a decision about another step is open, because
 * users may be affected. Other policies wait for the open decision, because it may still be a rollback.
 */
function applyFailurePolicies(draft: Draft, steps: StepWithState[]): void {
  const { state } = draft;
  const failures = steps.map(step => ({
    step,
    policy: resolveOnFailure(state, step),
  }));
  const toRollBack = failures.find(({ policy }) => policy === 'rollback');
  if (toRollBack && !isAboutRollback(state.decision)) {
    rollBackOrAsk(draft, {
      cause: toRollbackCause(toRollBack.step),
      message: failureMessage(toRollBack.step),
      sentences: sayFailure(toRollBack.step),
      stepId: toRollBack.step.definition.id,
    });
    return;
  }
  const [first] = failures;
  if (state.decision || !first) {
    return;
  }
  applyFailurePolicy(draft, first);
}

function applyFailurePolicy(draft: Draft, { step, policy }: Failure): void {
  const { state } = draft;
  const stepId = step.definition.id;
  if (policy === 'pause') {
    ask(draft, {
      kind: 'failure',
      stepId,
      choices: choicesFor(state, stepId),
      message: `${capitalized(
        sentence(failureMessage(step)),
      )} Decide how to continue`,
      sentences: [...sayFailure(step), say('decide_how')],
    });
    return;
  }
  const rejected = step.state.error?.code === ERROR_CODES.rejected;
  stop(draft, {
    as: rejected && !state.mayHaveChanged ? 'cancelled' : 'failed',
    message: `${capitalized(
      sentence(failureMessage(step)),
    )} ${describeRemaining(state)}`,
    sentences: [...sayFailure(step), sayRemaining(state)],
    ...(rejected ? { cause: 'rejected' as const } : {}),
  });
}

/** Returns the effective `onFailure` of a failed step. */
function resolveOnFailure(
  state: DeploymentState,
  step: StepWithState,
): OnFailure {
  const configured =
    step.definition.onFailure ?? state.snapshot?.onFailure ?? 'rollback';
  // A person has already been asked about this step, so asking again would not help.
  const code = step.state.error?.code;
  const policy =
    configured === 'pause' &&
    (code === ERROR_CODES.deadline || code === ERROR_CODES.rejected)
      ? 'rollback'
      : configured;
  return policy === 'rollback' && !mayRollBack(state) ? 'fail' : policy;
}

function toRollbackCause(
  step: StepWithState,
): 'failure' | 'deadline' | 'decision' {
  switch (step.state.error?.code) {
    case ERROR_CODES.deadline:
      return 'deadline';
    case ERROR_CODES.rejected:
      return 'decision';
    default:
      return 'failure';
  }
}

function askAboutVerdict(draft: Draft, step: StepWithState): void {
  const stepId = step.definition.id;
  const why =
    step.state.verdict === 'error'
      ? 'could not measure'
      : 'has no clear verdict';
  const message = step.state.message ? `: ${step.state.message}` : '';
  ask(draft, {
    kind: 'verdict',
    stepId,
    choices: choicesFor(draft.state, stepId),
    message: `${sentence(
      `${quote(step.definition)} ${why}${message}`,
    )} Decide how to continue`,
    sentences: [
      say(
        step.state.verdict === 'error'
          ? 'step_unmeasured'
          : 'step_without_verdict',
        { step: step.definition.title },
      ),
      ...sayResult({
        message: step.state.message,
        sentences: step.state.messageSentences,
      }),
      say('decide_how'),
    ],
  });
}
