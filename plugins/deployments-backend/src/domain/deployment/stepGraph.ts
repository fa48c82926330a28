import { ancestors } from '../model/graph';
import type { StepDefinition } from './snapshot';
import type { DeploymentState, StepState } from './state';

/** A step of the snapshot with its current state. */
export interface StepWithState {
  definition: StepDefinition;
  state: StepState;
}

/** The steps in the order of the snapshot; empty before the start. */
export function listSteps(state: DeploymentState): StepWithState[] {
  const states = new Map(state.steps.map(step => [step.id, step]));
  return (state.snapshot?.steps ?? []).flatMap(definition => {
    const step = states.get(definition.id);
    return step ? [{ definition, state: step }] : [];
  });
}

export function findStep(
  state: DeploymentState,
  stepId: string,
): StepWithState | undefined {
  return listSteps(state).find(({ definition }) => definition.id === stepId);
}

/** Whether steps that need this one may start. A failed step counts only after a person chose to continue without it. */
export function isDone(step: StepState): boolean {
  return step.status === 'succeeded' || step.status === 'skipped';
}

/** Whether an effect of the step may still be running in the environment. */
export function isInFlight(step: StepState): boolean {
  return step.status === 'running' || step.outcomeUnknown === true;
}

/** Whether the step is running and has more to do before a pause. One that waits as planned has not. */
export function isBusy(step: StepState): boolean {
  return step.status === 'running' && step.idle !== true;
}

/** Whether the outcome of a step, or of a rollback step, is unknown. */
export function isOutcomeUnknown(state: DeploymentState): boolean {
  return (
    state.steps.some(({ outcomeUnknown }) => outcomeUnknown) ||
    (state.rollback?.steps ?? []).some(({ outcomeUnknown }) => outcomeUnknown)
  );
}

/**
 * Whether an attempt took too long. If the portal was down when a poll was due before the timeout, the attempt is polled
 * once more first. It may have succeeded meanwhile, and must not fail because of our downtime.
 */
export function isOverdue(
  attempt: { timeoutAt?: number; pollAt?: number },
  now: number,
): boolean {
  const { timeoutAt, pollAt } = attempt;
  return (
    timeoutAt !== undefined &&
    timeoutAt <= now &&
    (pollAt === undefined || pollAt >= timeoutAt)
  );
}

/** Whether an attempt has waited too long for somebody elsewhere. As in `isOverdue`, a poll that was due earlier comes first. */
export function hasWaitedTooLong(
  { externalWait, pollAt }: Pick<StepState, 'externalWait' | 'pollAt'>,
  now: number,
): boolean {
  return isOverdue({ timeoutAt: externalWait?.decideBy, pollAt }, now);
}

/**
 * Whether the deadline of the step's wait takes effect only when the deployment is resumed: it would promote the step, and no
 * new stage starts during a pause. Until then, only the deadline of the pause applies.
 */
export function promotesAfterPause(
  { paused, stopping }: DeploymentState,
  { externalWait, promotable }: StepState,
): boolean {
  return (
    paused !== undefined &&
    !stopping &&
    externalWait?.otherwise === 'promote' &&
    promotable !== undefined
  );
}

/** Whether the step waits for a person's approval, and not for a decision about its verdict. */
export function awaitsApproval(step: StepState): boolean {
  return (
    step.status === 'waiting' &&
    step.outcomeUnknown !== true &&
    step.verdict === undefined
  );
}

/** Whether the step ended without a clear verdict, so that a person must decide. */
export function awaitsVerdict(step: StepState): boolean {
  return step.status === 'waiting' && step.verdict !== undefined;
}

/** Whether an attempt of the step may have sent a request, and so may have changed the environment. */
export function mayHaveBeenSent(step: StepState): boolean {
  return step.attempt > (step.unsentAttempts ?? 0);
}

/**
 * Whether a person, and not only a deadline, promoted the step. The promotions are those of the attempt; what a canary keeps
 * says whether a person overruled its analysis in an earlier attempt.
 */
export function wasPromotedByPerson({
  promotions = [],
  kept,
}: StepState): boolean {
  return (
    promotions.some(({ automatic }) => !automatic) ||
    kept?.proof === 'overruled'
  );
}

/** Whether new attempts may start. They may not while a decision is open, or while the deployment or a step is stopping. */
export function mayStartSteps(state: DeploymentState): boolean {
  return (
    (state.status === 'running' || state.status === 'waiting') &&
    !state.paused &&
    !state.decision &&
    !state.stopping &&
    !state.steps.some(
      step =>
        step.outcomeUnknown === true ||
        step.cancelling !== undefined ||
        step.status === 'failed' ||
        awaitsVerdict(step),
    )
  );
}

/**
 * Lists the steps that a step still has to wait for, directly or indirectly. No step waits for one that its condition
 * skipped, but its own ancestors still count. So a skipped step never bypasses a gate before it. Next work, decisions and
 * pages all use this function to decide whether a step may start.
 */
export function openAncestors(
  state: DeploymentState,
  stepId: string,
): StepWithState[] {
  const steps = listSteps(state);
  const needs = new Map(
    steps.map(({ definition }) => [definition.id, definition.needs]),
  );
  const before = ancestors(stepId, id => needs.get(id) ?? []);
  return steps.filter(
    step => before.has(step.definition.id) && !isDone(step.state),
  );
}

/** Returns when a step's next attempt may start, in epoch milliseconds; `undefined` while it runs or has to wait. */
export function startableAt(
  state: DeploymentState,
  step: StepWithState,
): number | undefined {
  const { status, retryAt } = step.state;
  if (status !== 'pending' && status !== 'retrying') {
    return undefined;
  }
  if (openAncestors(state, step.definition.id).length > 0) {
    return undefined;
  }
  return status === 'retrying' ? retryAt ?? state.at : state.at;
}
