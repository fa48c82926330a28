import type {
  RollbackRun,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import {
  isInFlight,
  mayHaveBeenSent,
  listStepsFor,
  type RunningStep,
} from '../stepGraph';
import { withoutUndefined } from '../plainData';
import { CANCEL_TIMEOUT_MS, ROLLBACK_STEP_TIMEOUT_MS } from '../retry';
import type {
  DeploymentState,
  RollbackState,
  RollbackStepState,
} from '../state';
import { quote } from '../messages/formatting';

export type RollbackCause = RollbackRun['cause'];

export interface RollbackStrategy {
  strategy: RollbackState['strategy'];
  /** Absent: nothing ran before, or nothing is known to be good; nothing will run. */
  to?: VersionSummary;
}

/** Where a rollback would go now. */
export function rollbackStrategy(state: DeploymentState): RollbackStrategy {
  const { snapshot } = state;
  if (!state.baselineRetired) {
    return withoutUndefined({
      strategy: 'baseline' as const,
      to: snapshot?.baseline,
    });
  }
  // Without a last known good all that is left is what `baseline` does: the candidate is stopped.
  return snapshot?.rollbackTarget
    ? { strategy: 'last_known_good', to: snapshot.rollbackTarget }
    : { strategy: 'baseline' };
}

/**
 * Steps whose change cannot be taken back and after which the version before may not work. One that failed or is under
 * way may have changed half of it.
 */
export function irreversiblePassed(state: DeploymentState): RunningStep[] {
  return listStepsFor(state).filter(
    ({ definition, state: step }) =>
      definition.changes === 'irreversible' &&
      !definition.backwardCompatible &&
      mayHaveBeenSent(step),
  );
}

/** The order of a rollback: cancel what is under way, restore, undo in reverse, verify. */
export function rollbackSteps(
  state: DeploymentState,
  way: RollbackStrategy,
): RollbackStepState[] {
  const cancels = listStepsFor(state)
    .filter(({ state: step }) => isInFlight(step))
    .map(({ definition }) =>
      pending({
        id: `cancel:${definition.id}`,
        action: 'cancel',
        stepId: definition.id,
        title: `Cancel ${quote(definition)}`,
      }),
    );
  return [...cancels, ...stepsAfterCancel(state, way)];
}

/** What follows once nothing is under way any more. */
export function stepsAfterCancel(
  state: DeploymentState,
  way: RollbackStrategy,
): RollbackStepState[] {
  const steps: RollbackStepState[] = [
    pending({
      id: 'restore',
      action: 'restore',
      title: restoreTitle(state, way),
    }),
    ...changedLatestFirst(state)
      .filter(({ definition }) => definition.undoable)
      .map(({ definition }) =>
        pending({
          id: `undo:${definition.id}`,
          action: 'undo',
          stepId: definition.id,
          title: `Undo ${quote(definition)}`,
        }),
      ),
  ];
  // Where nothing will run there is nothing to look at.
  if (way.to) {
    steps.push(
      pending({
        id: 'verify',
        action: 'verify',
        title: `Check that ${way.to.name} is healthy`,
      }),
    );
  }
  return steps;
}

/** How long an attempt of a rollback step may take, in milliseconds. */
export function rollbackTimeoutMs(
  state: DeploymentState,
  step: RollbackStepState,
): number {
  switch (step.action) {
    case 'cancel':
      return CANCEL_TIMEOUT_MS;
    case 'undo':
      return (
        listStepsFor(state).find(
          ({ definition }) => definition.id === step.stepId,
        )?.definition.timeoutMs ?? ROLLBACK_STEP_TIMEOUT_MS
      );
    case 'restore':
      return longest(state, ({ definition }) => definition.changes !== 'none');
    case 'verify':
      return longest(state, ({ definition }) => definition.checks.length > 0);
    default: {
      const unknown: never = step.action;
      throw new Error(`Unknown action: ${String(unknown)}`);
    }
  }
}

function longest(
  state: DeploymentState,
  counts: (step: RunningStep) => boolean,
): number {
  return Math.max(
    ROLLBACK_STEP_TIMEOUT_MS,
    ...listStepsFor(state)
      .filter(counts)
      .map(({ definition }) => definition.timeoutMs),
  );
}

/**
 * Steps that changed the environment, or may have: one that failed or was cancelled halfway is taken back as well, one
 * that was not sent has nothing to take back. What is still under way ends last.
 */
function changedLatestFirst(state: DeploymentState): RunningStep[] {
  return listStepsFor(state)
    .map((step, index) => ({ step, index }))
    .filter(
      ({ step }) =>
        step.definition.changes !== 'none' && mayHaveBeenSent(step.state),
    )
    .sort(
      (a, b) =>
        endOf(b.step) - endOf(a.step) ||
        startOf(b.step) - startOf(a.step) ||
        b.index - a.index,
    )
    .map(({ step }) => step);
}

function endOf({ state }: RunningStep): number {
  return state.finishedAt ?? Number.MAX_SAFE_INTEGER;
}

function startOf({ state }: RunningStep): number {
  return state.attemptStartedAt ?? 0;
}

function restoreTitle(state: DeploymentState, way: RollbackStrategy): string {
  const candidate = state.version.name;
  if (!way.to) {
    return `Stop ${candidate}; nothing else will run`;
  }
  return way.strategy === 'baseline'
    ? `Send all traffic back to ${way.to.name} and stop ${candidate}`
    : `Bring back ${way.to.name}, the last known good`;
}

function pending(
  step: Pick<RollbackStepState, 'id' | 'action' | 'stepId' | 'title'>,
): RollbackStepState {
  return withoutUndefined({ ...step, status: 'pending', attempt: 0 });
}
