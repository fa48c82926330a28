import { ancestors } from '../model/graph';
import type { StepDefinition } from './snapshot';
import type { DeploymentState, StepState } from './state';

/** A step of the snapshot with how it stands. */
export interface RunningStep {
  definition: StepDefinition;
  state: StepState;
}

export function listStepsFor(state: DeploymentState): RunningStep[] {
  const states = new Map(state.steps.map(step => [step.id, step]));
  return (state.snapshot?.steps ?? []).flatMap(definition => {
    const step = states.get(definition.id);
    return step ? [{ definition, state: step }] : [];
  });
}

export function findStep(
  state: DeploymentState,
  stepId: string,
): RunningStep | undefined {
  return listStepsFor(state).find(({ definition }) => definition.id === stepId);
}

/** What waits for it may start. A step that failed is done only when a person went on without it, as `skipped`. */
export function isDone(step: StepState): boolean {
  return step.status === 'succeeded' || step.status === 'skipped';
}

/** Something of it may be at work in the environment. */
export function isInFlight(step: StepState): boolean {
  return step.status === 'running' || step.outcomeUnknown === true;
}

/**
 * Whether an attempt took too long. Where it should have been asked before its time was over and was not, because this
 * portal did not run, it is asked once more first: our own silence is not its fault, and what it did is done.
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

/** Waits for a person's approval, not for a decision on its verdict. */
export function awaitsApproval(step: StepState): boolean {
  return (
    step.status === 'waiting' &&
    step.outcomeUnknown !== true &&
    step.verdict === undefined
  );
}

/** Ended without a verdict to go by: a person decides. */
export function awaitsVerdict(step: StepState): boolean {
  return step.status === 'waiting' && step.verdict !== undefined;
}

/** Whether anything of it may have left the portal, and so may have changed what it is about. */
export function mayHaveBeenSent(step: StepState): boolean {
  return step.attempt > (step.unsentAttempts ?? 0);
}

/** Whether any new attempt may start: nobody is asked, nothing stops, and nothing is left to be cancelled first. */
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
 * The ancestors, near or far, that a step still has to wait for. A step that its condition skips is transparent: it is
 * not waited for itself, but everything before it is, so that it never opens a gate that it stands behind. The one
 * answer to "may this step start", for the work that is offered, for decisions and for what is shown.
 */
export function openAncestors(
  state: DeploymentState,
  stepId: string,
): RunningStep[] {
  const steps = listStepsFor(state);
  const needs = new Map(
    steps.map(({ definition }) => [definition.id, definition.needs]),
  );
  const before = ancestors(stepId, id => needs.get(id) ?? []);
  return steps.filter(
    step => before.has(step.definition.id) && !isDone(step.state),
  );
}

/** When the next attempt of a step may start, were anything allowed to; `undefined`: not before something else ends. */
export function startableAt(
  state: DeploymentState,
  step: RunningStep,
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
