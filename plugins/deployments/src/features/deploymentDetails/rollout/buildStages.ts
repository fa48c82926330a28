import type {
  Deployment,
  RolloutStage,
  StepRun,
} from '@slipway/backstage-plugin-deployments-common';

/** A stage as it is shown; the last one is all of the traffic. */
export interface ShownStage extends RolloutStage {
  state:
    | 'done'
    | 'current'
    | 'upcoming'
    /** The last one of a step that ended here; `rolledBack` if its traffic went back. */
    | 'stopped'
    | 'rolledBack'
    | 'notReached';
  /** For the current stage: when its traffic was reached. */
  since?: string;
}

/** The statuses of a step that was, or is, rolled back. */
const UNDONE: ReadonlySet<StepRun['status']> = new Set(['undoing', 'undone']);

/** All of the traffic: the step ends as soon as it is reached. */
const ALL: RolloutStage = { weight: 100, forMs: 0, untilPromoted: false };

/** The stages of a rollout, with those that are over, and the one that its share of the traffic is at. */
export function buildStages(
  step: Pick<StepRun, 'stages' | 'status' | 'startedAt' | 'finishedAt'>,
  deployment: Pick<Deployment, 'trafficWeight' | 'trafficHistory'>,
): ShownStage[] {
  const { trafficWeight = 0, trafficHistory = [] } = deployment;
  const { startedAt, finishedAt } = step;
  const inStep = trafficHistory.filter(
    ({ at }) =>
      startedAt !== undefined &&
      Date.parse(at) >= Date.parse(startedAt) &&
      (finishedAt === undefined || Date.parse(at) <= Date.parse(finishedAt)),
  );
  const reached = Math.max(0, ...inStep.map(({ weight }) => weight));
  const chooseState = (weight: number): ShownStage['state'] => {
    if (startedAt === undefined) {
      return 'upcoming';
    }
    if (finishedAt !== undefined) {
      if (step.status === 'succeeded' || weight < reached) {
        return 'done';
      }
      if (weight > reached) {
        return 'notReached';
      }
      return UNDONE.has(step.status) || trafficWeight === 0
        ? 'rolledBack'
        : 'stopped';
    }
    if (weight === trafficWeight) {
      return 'current';
    }
    return weight < trafficWeight ? 'done' : 'upcoming';
  };
  return [...(step.stages ?? []), ALL].map(stage => {
    const state = chooseState(stage.weight);
    const since = [...inStep]
      .reverse()
      .find(({ weight }) => weight === stage.weight)?.at;
    return { ...stage, state, ...(state === 'current' ? { since } : {}) };
  });
}
