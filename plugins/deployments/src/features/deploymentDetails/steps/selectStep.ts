import type {
  Deployment,
  RollbackStepRun,
  StepRun,
  StepStatus,
} from '@slipway/backstage-plugin-deployments-common';

/** A step of the deployment, or one of its rollback. */
export type SelectedStep =
  | { kind: 'step'; key: string; step: StepRun }
  | { kind: 'rollback'; key: string; step: RollbackStepRun };

const ROLLBACK_PREFIX = 'rollback/';
const WENT_WRONG: readonly StepStatus[] = ['failed', 'undo_failed'];

export function buildRollbackKey(stepId: string): string {
  return `${ROLLBACK_PREFIX}${stepId}`;
}

/** Finds the step of a key; without a key, the step that a reader most likely wants to see. */
export function selectStep(
  deployment: Deployment,
  key: string | null,
): SelectedStep | undefined {
  const steps: SelectedStep[] = deployment.steps.map(step => ({
    kind: 'step',
    key: step.id,
    step,
  }));
  const undo: SelectedStep[] = (deployment.rollback?.steps ?? []).map(step => ({
    kind: 'rollback',
    key: buildRollbackKey(step.id),
    step,
  }));
  const all = [...steps, ...undo];
  // The step that the header shows.
  const { step: position } = deployment.progress;
  const listed = deployment.rollback ? undo : steps;
  return (
    all.find(candidate => candidate.key === key) ??
    (position === undefined ? undefined : listed[position - 1]) ??
    all.find(({ step }) => WENT_WRONG.includes(step.status)) ??
    [...steps].reverse().find(({ step }) => step.startedAt !== undefined) ??
    // Before anything runs: the step that will run first.
    steps.find(({ step }) => step.status !== 'skipped') ??
    all[0]
  );
}
