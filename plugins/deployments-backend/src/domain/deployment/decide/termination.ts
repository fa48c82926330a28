import type { DecisionChoice } from '@slipway/backstage-plugin-deployments-common';
import { choiceLabel } from '../messages/commandMessages';
import { findStep, isInFlight } from '../stepGraph';
import type { Draft } from './draft';
import { withoutUndefined } from '../plainData';
import { CANCEL_TIMEOUT_MS } from '../retry';
import {
  irreversiblePassed,
  rollbackSteps,
  rollbackStrategy,
  type RollbackCause,
} from '../plan/planRollback';
import { decisionBlocker } from '../evolve/deriveStatus';
import type {
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
} from '../messages/formatting';

/** Codes of errors that say what is to follow. */
export const ERROR_CODES = {
  /** Nobody decided in time. */
  deadline: 'deadline',
  /** A person rejected. */
  rejected: 'rejected',
  timeout: 'timeout',
} as const;

/** Why a rollback is wanted. */
export interface RollbackRequest {
  cause: RollbackCause;
  /** One sentence. */
  message: string;
  by?: string;
  /** The step that led to it. */
  stepId?: string;
}

/** Ends the deployment as soon as nothing is under way any more. */
export function stop(draft: Draft, stopping: Stopping): void {
  draft.add({ type: 'stopping', stopping: withoutUndefined(stopping) });
}

/** Asks what a step has under way to stop. */
export function requestCancel(
  draft: Draft,
  stepId: string,
  options: {
    cause: 'timeout' | 'stop';
    message: string;
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
  });
}

/** A person wants it back and knows what that means: no further question. */
export function rollBack(draft: Draft, wish: RollbackRequest): void {
  const { state } = draft;
  const way = rollbackStrategy(state);
  const rollback: RollbackState = withoutUndefined({
    cause: wish.cause,
    message: wish.message,
    by: wish.by,
    ...way,
    startedAt: draft.now,
    steps: rollbackSteps(state, way),
  });
  draft.add({ type: 'rollbackStarted', rollback });
}

/**
 * Rolls back, or asks a person where that could do harm that nobody decided on. Returns false when it can do neither,
 * because a person is asked that already.
 */
export function rollBackOrAsk(draft: Draft, wish: RollbackRequest): boolean {
  const { state } = draft;
  const personDecided = wish.cause === 'cancel' || wish.cause === 'takeover';
  const irreversible = irreversiblePassed(state);
  const hasTarget = rollbackStrategy(state).to !== undefined;
  if (irreversible.length === 0 && (hasTarget || personDecided)) {
    rollBack(draft, wish);
    return true;
  }
  if (isAboutRollback(state.decision)) {
    return false;
  }
  const nothingLeft = hasTarget
    ? ''
    : ` There is no version to go back to either: after a rollback nothing runs.`;
  if (irreversible.length > 0) {
    const titles = list(irreversible.map(step => quote(step.definition)));
    const before = rollbackStrategy(state).to?.name ?? 'what ran before';
    ask(draft, {
      kind: 'irreversible',
      stepId: wish.stepId,
      cause: wish.cause,
      choices: choicesAfterIrreversible(state, wish),
      message: `${sentence(
        wish.message,
      )} ${titles} cannot be undone, and ${before} may not work after it.${nothingLeft} Decide how to go on`,
    });
  } else {
    const choices: DecisionChoice[] = [
      ...(wish.stepId ? (['retry'] as const) : []),
      'rollback',
      'fail',
    ];
    ask(draft, {
      kind: 'noTarget',
      stepId: wish.stepId,
      cause: wish.cause,
      choices,
      message: `${sentence(wish.message)} ${
        state.snapshot?.baseline
          ? `${state.snapshot.baseline.name} is stopped already and no version is known to be good`
          : 'Nothing ran here before'
      }, so there is nothing to go back to. You can ${orList(
        choices.map(choice =>
          inSentence(choiceLabel(state, choice, wish.stepId)),
        ),
      )}`,
    });
  }
  return true;
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

/** What a person may choose about a step that did not succeed. */
export function choicesFor(
  state: DeploymentState,
  stepId: string,
): DecisionChoice[] {
  return [
    'retry',
    ...(mayGoOnWithout(state, stepId) ? (['continue'] as const) : []),
    ...(mayRollBack(state) ? (['rollback'] as const) : []),
    'fail',
  ];
}

/** Whether there is anything to roll back, and this is not itself the way back. */
export function mayRollBack(state: DeploymentState): boolean {
  return state.touched && state.kind !== 'rollback';
}

export function decideWithinMs(state: DeploymentState): number {
  return state.snapshot?.decideWithinMs ?? 0;
}

/** Going on without an approval would make the decision another way to approve. */
function mayGoOnWithout(state: DeploymentState, stepId: string): boolean {
  const step = findStep(state, stepId);
  return step !== undefined && step.definition.use !== 'approve';
}

export function isAboutRollback(decision: Decision | undefined): boolean {
  return decision?.kind === 'irreversible' || decision?.kind === 'noTarget';
}

function choicesAfterIrreversible(
  state: DeploymentState,
  wish: RollbackRequest,
): DecisionChoice[] {
  if (wish.stepId) {
    return choicesFor(state, wish.stepId);
  }
  return ['continue', 'rollback', 'fail'];
}
