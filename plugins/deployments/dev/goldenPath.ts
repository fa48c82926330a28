import type {
  DeploymentStatus,
  DeploymentSummary,
  StepRun,
  StepStatus,
} from '@slipway/backstage-plugin-deployments-common';
import { addSeconds } from '../src/__testUtils__/driftFixtures';
import { stepRun, WATCH } from '../src/__testUtils__/fixtures';

export interface PathStep {
  step: StepRun;
  /** How long it takes. */
  seconds: number;
  onlyInProduction?: boolean;
}

export const PATH: PathStep[] = [
  {
    step: stepRun({
      id: 'approve',
      title: 'Release approval',
      use: 'approve',
      description: 'wait for 1 approval from release-managers',
      changes: 'none',
    }),
    seconds: 60,
    onlyInProduction: true,
  },
  {
    step: stepRun({ description: 'send 10 % of the traffic' }),
    seconds: 30,
  },
  {
    step: { ...WATCH, description: 'check the candidate for 10 min' },
    seconds: 600,
  },
  {
    step: stepRun({
      id: 'shift',
      title: 'All traffic',
      use: 'traffic',
      description: 'send 100 % of the traffic',
    }),
    seconds: 5,
  },
];

/** Where a deployment is that did not run all its steps, and what the step does. */
const REACHED: Partial<
  Record<DeploymentStatus, { id: string; status: StepStatus }>
> = {
  // Before the first step.
  queued: { id: '', status: 'pending' },
  waiting: { id: 'approve', status: 'waiting' },
  running: { id: 'watch', status: 'running' },
  failed: { id: 'canary', status: 'failed' },
  rolled_back: { id: 'watch', status: 'failed' },
};

/** When a check of a deployment that is rolled back begins to fail. After a minute of that, the step fails. */
export const FAILS_FROM = 120;
const FAILS_AFTER = FAILS_FROM + 60;

/** The steps of a deployment, as far as it has come. */
export function runSteps(
  path: PathStep[],
  deployment: Pick<DeploymentSummary, 'environment' | 'status' | 'blockers'> & {
    startedAt: string;
  },
): StepRun[] {
  const { environment, status, blockers, startedAt } = deployment;
  const steps = path.filter(
    ({ onlyInProduction }) =>
      !onlyInProduction || environment.startsWith('production'),
  );
  const reached = REACHED[status];
  const last = reached
    ? steps.findIndex(({ step }) => step.id === reached.id)
    : steps.length;
  let at = startedAt;
  return steps.map(({ step, seconds }, index): StepRun => {
    const needs = steps.slice(0, index).map(each => each.step.id);
    const common = { ...step, needs: needs.slice(-1), finishedAt: undefined };
    if (index > last) {
      return { ...common, status: 'pending', attempt: 0, startedAt: undefined };
    }
    const run = { ...common, startedAt: at };
    if (index < last || !reached) {
      at = addSeconds(at, seconds);
      return { ...run, status: 'succeeded', finishedAt: at };
    }
    if (reached.status !== 'failed') {
      return { ...run, status: reached.status, blocker: blockers[0] };
    }
    at = addSeconds(at, Math.min(seconds, FAILS_AFTER));
    return {
      ...run,
      status: 'failed',
      finishedAt: at,
      error: {
        message: step.checks[0]
          ? `${step.checks[0].name} was above its threshold for 1 min`
          : 'The registry has no such image',
      },
    };
  });
}
