import type {
  Deployment,
  StepRun,
} from '@slipway/backstage-plugin-deployments-common';

/** The step kind that shifts traffic in stages, and can have an analysis. */
const CANARY = 'canary';

/** Whether a step can have an analysis by now. */
export function mayHaveAnalysis(step: StepRun): boolean {
  return step.use === CANARY && step.startedAt !== undefined;
}

/** The step in flight that an analysis may be judging; a path can have one at a time. */
export function findAnalysedStep({ steps }: Deployment): StepRun | undefined {
  return steps.find(
    step => mayHaveAnalysis(step) && step.finishedAt === undefined,
  );
}
