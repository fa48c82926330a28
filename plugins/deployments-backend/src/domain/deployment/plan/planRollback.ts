import type {
  RollbackRun,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import {
  isInFlight,
  mayHaveBeenSent,
  listSteps,
  type StepWithState,
} from '../stepGraph';
import { withoutUndefined } from '../plainData';
import { CANCEL_TIMEOUT_MS, ROLLBACK_STEP_TIMEOUT_MS } from '../retry';
import type {
  DeploymentState,
  RollbackState,
  RollbackStepState,
} from '../state';
import type { Snapshot } from '../snapshot';
import { quote } from '../../text/formatting';
import { shiftsTraffic } from './shiftsTraffic';

export type RollbackCause = RollbackRun['cause'];

export interface RollbackStrategy {
  strategy: RollbackState['strategy'];
  /** The version to restore. Absent if there is none; then nothing is running after the rollback. */
  to?: VersionSummary;
}

/** Returns which version a rollback would restore now, and how. */
export function rollbackStrategy(state: DeploymentState): RollbackStrategy {
  const { snapshot } = state;
  if (!state.baselineRetired) {
    return withoutUndefined({
      strategy: 'baseline' as const,
      to: snapshot?.baseline,
    });
  }
  // Without a last known good version, the candidate can only be stopped, which is what `baseline` does.
  return snapshot?.rollbackTarget
    ? { strategy: 'last_known_good', to: snapshot.rollbackTarget }
    : { strategy: 'baseline' };
}

/** The first step, of those that are not skipped, that cannot be undone and after which the previous version may not work. */
export function findIrreversible({
  steps,
}: Pick<Snapshot, 'steps'>): Snapshot['steps'][number] | undefined {
  return steps.find(
    ({ changes, backwardCompatible, skipped }) =>
      changes === 'irreversible' &&
      !backwardCompatible &&
      skipped === undefined,
  );
}

/**
 * Lists the steps that cannot be undone and after which the previous version may no longer work. Failed and running
 * steps count too, because they may have changed something.
 */
export function irreversiblePassed(state: DeploymentState): StepWithState[] {
  return listSteps(state).filter(
    ({ definition, state: step }) =>
      definition.changes === 'irreversible' &&
      !definition.backwardCompatible &&
      mayHaveBeenSent(step),
  );
}

/** Builds the steps of a rollback, in order: cancel running steps, restore, undo in reverse order, verify. */
export function rollbackSteps(
  state: DeploymentState,
  strategy: RollbackStrategy,
): RollbackStepState[] {
  const cancels = listSteps(state)
    .filter(({ state: step }) => isInFlight(step))
    .map(({ definition }) =>
      pending({
        id: `cancel:${definition.id}`,
        action: 'cancel',
        stepId: definition.id,
        title: `Cancel ${quote(definition)}`,
      }),
    );
  return [...cancels, ...stepsAfterCancel(state, strategy)];
}

/** Builds the rollback steps that follow once no step is running any more. */
export function stepsAfterCancel(
  state: DeploymentState,
  strategy: RollbackStrategy,
): RollbackStepState[] {
  const steps: RollbackStepState[] = [
    pending({
      id: 'restore',
      action: 'restore',
      title: restoreTitle(state, strategy),
    }),
    ...changedLatestFirst(state)
      // The kind of an irreversible step may be able to undo other steps, but it would report success without a change here.
      .filter(
        ({ definition }) =>
          definition.undoable && definition.changes !== 'irreversible',
      )
      .map(({ definition }) =>
        pending({
          id: `undo:${definition.id}`,
          action: 'undo',
          stepId: definition.id,
          title: `Undo ${quote(definition)}`,
        }),
      ),
  ];
  // If nothing will run, there is nothing to verify.
  if (strategy.to) {
    steps.push(
      pending({
        id: 'verify',
        action: 'verify',
        title: `Check that ${strategy.to.name} is healthy`,
      }),
    );
  }
  return steps;
}

/** The timeout of an attempt of a rollback step, in milliseconds. */
export function rollbackTimeoutMs(
  state: DeploymentState,
  step: RollbackStepState,
): number {
  switch (step.action) {
    case 'cancel':
      return CANCEL_TIMEOUT_MS;
    case 'undo':
      return (
        listSteps(state).find(({ definition }) => definition.id === step.stepId)
          ?.definition.timeoutMs ?? ROLLBACK_STEP_TIMEOUT_MS
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
  counts: (step: StepWithState) => boolean,
): number {
  return Math.max(
    ROLLBACK_STEP_TIMEOUT_MS,
    ...listSteps(state)
      .filter(counts)
      .map(({ definition }) => definition.timeoutMs),
  );
}

/**
 * Lists the steps that changed the environment or may have, latest first. Running steps count as the latest. Failed and
 * cancelled steps are undone too. Steps that were never sent have nothing to undo.
 */
function changedLatestFirst(state: DeploymentState): StepWithState[] {
  return listSteps(state)
    .map((step, index) => ({ step, index }))
    .filter(
      ({ step }) =>
        step.definition.changes !== 'none' && mayHaveBeenSent(step.state),
    )
    .sort(
      (a, b) =>
        finishTime(b.step) - finishTime(a.step) ||
        startTime(b.step) - startTime(a.step) ||
        b.index - a.index,
    )
    .map(({ step }) => step);
}

function finishTime({ state }: StepWithState): number {
  return state.finishedAt ?? Number.MAX_SAFE_INTEGER;
}

function startTime({ state }: StepWithState): number {
  return state.attemptStartedAt ?? 0;
}

/** Titles are stored in events and compared when a rollback is replanned, so changing them replans running rollbacks. */
function restoreTitle(
  state: DeploymentState,
  { strategy, to }: RollbackStrategy,
): string {
  const candidate = state.version.name;
  if (!to) {
    return `Stop ${candidate}; nothing else will run`;
  }
  if (strategy === 'last_known_good') {
    return `Bring back ${to.name}, the last known good`;
  }
  return state.snapshot && shiftsTraffic(state.snapshot)
    ? `Send all traffic back to ${to.name} and stop ${candidate}`
    : `Restore ${to.name} in place of ${candidate}`;
}

function pending(
  step: Pick<RollbackStepState, 'id' | 'action' | 'stepId' | 'title'>,
): RollbackStepState {
  return withoutUndefined({ ...step, status: 'pending', attempt: 0 });
}
