import type {
  DecisionChoice,
  Sentence,
} from '@slipway/backstage-plugin-deployments-common';
import { choiceLabel } from '../messages/commandMessages';
import { findStep, isInFlight, type StepWithState } from '../stepGraph';
import type { Draft } from './draft';
import { withoutUndefined } from '../plainData';
import { CANCEL_TIMEOUT_MS } from '../retry';
import {
  irreversiblePassed,
  rollbackSteps,
  rollbackStrategy,
  type RollbackCause,
} from '../plan/planRollback';
import { decisionBlocker } from '../reduce/deriveStatus';
import type {
  CancelCause,
  Decision,
  DeploymentState,
  RollbackState,
  Stopping,
} from '../state';
import {
  inSentence,
  list,
  orList,
  quote,
  sentence,
} from '../../text/formatting';
import { say, sayStated } from '../../text/say';

/** Why to roll back. */
export interface RollbackRequest {
  cause: RollbackCause;
  /** One sentence. */
  message: string;
  sentences?: Sentence[];
  by?: string;
  /** The step that led to it. */
  stepId?: string;
  /** The id of the newer deployment that it makes way for. */
  replacedBy?: string;
}

/** Whether the deployment is rolling back or stopping, so that it starts no step and opens no decision. */
export function isTerminating({ state }: Draft): boolean {
  return state.status === 'rolling_back' || state.stopping !== undefined;
}

/** Ends the deployment as soon as no step is running any more. */
export function stop(draft: Draft, stopping: Stopping): void {
  draft.add({ type: 'stopping', stopping: withoutUndefined(stopping) });
}

/** Requests that a running step stop. `ask` counts the requests from 1; `afterMs` delays this one. */
export function requestCancel(
  draft: Draft,
  stepId: string,
  options: {
    cause: CancelCause;
    message: string;
    sentences?: Sentence[];
    ask?: number;
    afterMs?: number;
  },
): void {
  const step = findStep(draft.state, stepId);
  if (!step || !isInFlight(step.state)) {
    return;
  }
  const askAt = draft.now + (options.afterMs ?? 0);
  draft.add({
    type: 'stepCancelling',
    stepId,
    attempt: step.state.attempt,
    cause: options.cause,
    ask: options.ask ?? 1,
    askAt,
    timeoutAt: askAt + CANCEL_TIMEOUT_MS,
    message: options.message,
    ...(options.sentences ? { sentences: options.sentences } : {}),
  });
}

/** Rolls back without asking. Use it if a person requested the rollback and has seen its consequence. */
export function rollBack(draft: Draft, request: RollbackRequest): void {
  const { state } = draft;
  const strategy = rollbackStrategy(state);
  const rollback: RollbackState = withoutUndefined({
    cause: request.cause,
    message: request.message,
    sentences: request.sentences,
    by: request.by,
    replacedBy: request.replacedBy,
    ...strategy,
    startedAt: draft.now,
    steps: rollbackSteps(state, strategy),
  });
  draft.add({ type: 'rollbackStarted', rollback });
}

/**
 * Rolls back. If an irreversible step was passed, or if there is no version to go back to, asks a person first. Returns false
 * if a decision about a rollback is already open.
 */
export function rollBackOrAsk(draft: Draft, request: RollbackRequest): boolean {
  const { state } = draft;
  const personDecided =
    request.cause === 'cancel' || request.cause === 'takeover';
  const irreversible = irreversiblePassed(state);
  const hasTarget = rollbackStrategy(state).to !== undefined;
  if (irreversible.length === 0 && (hasTarget || personDecided)) {
    rollBack(draft, request);
    return true;
  }
  if (isAboutRollback(state.decision)) {
    return false;
  }
  const nothingLeft = hasTarget
    ? ''
    : ` There is also no version to go back to, so nothing would run after a rollback.`;
  if (irreversible.length > 0) {
    const titles = list(irreversible.map(step => quote(step.definition)));
    const before = rollbackStrategy(state).to?.name ?? 'the previous version';
    ask(draft, {
      kind: 'irreversible',
      stepId: request.stepId,
      cause: request.cause,
      choices: choicesAfterIrreversible(state, request),
      message: `${sentence(
        request.message,
      )} ${titles} cannot be undone, so ${before} may no longer work.${nothingLeft} Decide how to continue`,
      sentences: [
        ...sayStated(request),
        ...irreversible.map(step => sayIrreversible(state, step)),
        ...(hasTarget ? [] : [say('nothing_to_restore')]),
        say('decide_how'),
      ],
    });
  } else {
    const choices: DecisionChoice[] = [
      ...(request.stepId ? (['retry'] as const) : []),
      'rollback',
      'fail',
    ];
    ask(draft, {
      kind: 'noTarget',
      stepId: request.stepId,
      cause: request.cause,
      choices,
      message: `${sentence(request.message)} ${
        state.snapshot?.baseline
          ? `${state.snapshot.baseline.name} has already been stopped and there is no last known good version`
          : 'No version ran here before'
      }, so there is nothing to go back to. You can ${orList(
        choices.map(choice =>
          inSentence(choiceLabel(state, choice, request.stepId)),
        ),
      )}`,
      sentences: [
        ...sayStated(request),
        state.snapshot?.baseline
          ? say('no_rollback_target', { version: state.snapshot.baseline.name })
          : say('no_version_before'),
        say('decide_how'),
      ],
    });
  }
  return true;
}

function sayIrreversible(
  state: DeploymentState,
  { definition: { title: step } }: StepWithState,
): Sentence {
  const { to } = rollbackStrategy(state);
  return to
    ? say('irreversible', { step, version: to.name })
    : say('irreversible_unknown', { step });
}

/** Opens a decision for a person. */
export function ask(draft: Draft, decision: Omit<Decision, 'decideBy'>): void {
  const decideBy = draft.now + decideWithinMs(draft.state);
  const complete = withoutUndefined({ ...decision, decideBy });
  draft.add({
    type: 'decisionNeeded',
    decision: complete,
    blocker: decisionBlocker(complete),
    decideBy,
  });
}

/** Lists a person's choices about a step that did not succeed. */
export function choicesFor(
  state: DeploymentState,
  stepId: string,
): DecisionChoice[] {
  return [
    'retry',
    ...(mayContinueWithout(state, stepId) ? (['continue'] as const) : []),
    ...(mayRollBack(state) ? (['rollback'] as const) : []),
    'fail',
  ];
}

/** Whether the deployment can be rolled back: it may have changed something and is not itself a rollback. */
export function mayRollBack(state: DeploymentState): boolean {
  return state.mayHaveChanged && state.kind !== 'rollback';
}

/** How long a person has to decide, in milliseconds; 0 before the start. */
export function decideWithinMs(state: DeploymentState): number {
  return state.snapshot?.decideWithinMs ?? 0;
}

/** Whether a person may continue without the step. An approval can't be skipped in this way. */
function mayContinueWithout(state: DeploymentState, stepId: string): boolean {
  const step = findStep(state, stepId);
  return step !== undefined && step.definition.use !== 'approve';
}

/** Whether the open decision is whether to roll back. */
export function isAboutRollback(decision: Decision | undefined): boolean {
  return decision?.kind === 'irreversible' || decision?.kind === 'noTarget';
}

function choicesAfterIrreversible(
  state: DeploymentState,
  request: RollbackRequest,
): DecisionChoice[] {
  if (request.stepId) {
    return choicesFor(state, request.stepId);
  }
  return ['continue', 'rollback', 'fail'];
}
