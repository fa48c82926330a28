import type {
  CheckState,
  Deployment,
  DeploymentSummary,
  Measurement,
  StepRun,
} from '@slipway/backstage-plugin-deployments-common';
import { addSeconds } from '../src/__testUtils__/driftFixtures';
import { deployment } from '../src/__testUtils__/fixtures';
import { buildRollback } from './buildHistory';
import { FAILS_FROM, runSteps, type PathStep } from './goldenPath';

/** A deployment with its steps and their outcomes. */
export function buildDeployment(
  summary: DeploymentSummary,
  path: PathStep[],
): Deployment {
  const { requestedAt, startedAt = requestedAt } = summary;
  const steps = runSteps(path, { ...summary, startedAt }).map(step => ({
    ...step,
    checkStates: buildCheckStates(step),
  }));
  const failed = steps.find(({ status }) => status === 'failed');
  return deployment({
    ...summary,
    steps,
    commands: summary.awaits?.commands ?? [],
    rollbackTarget: summary.baseline,
    rollback: buildRollback(summary),
    failure: failed && {
      code: failed.checkStates ? 'check_failed' : 'step_failed',
      stepId: failed.id,
      message: failed.error?.message,
    },
    serverTime: new Date().toISOString(),
  });
}

function buildCheckStates(step: StepRun): CheckState[] | undefined {
  const values = measure(step);
  if (values.length === 0) {
    return undefined;
  }
  const failures = values.filter(({ outcome }) => outcome === 'failed');
  const worst = values.reduce((a, b) =>
    (a.value ?? 0) > (b.value ?? 0) ? a : b,
  );
  const last = failures.at(-1);
  const ended = last ? 'failed' : 'passed';
  return step.checks.map(({ name }) => ({
    name,
    verdict: step.finishedAt ? ended : undefined,
    passed: values.length - failures.length,
    failed: failures.length,
    errors: 0,
    noData: 0,
    measuredThrough: values.length,
    worst,
    failure: last && { ...last, failedForMs: 60_000 },
  }));
}

/** What a step's check has measured: a value every five seconds, above the threshold in the end if the step failed. */
export function measure(step: StepRun): Measurement[] {
  const { checks, startedAt, finishedAt, status } = step;
  const [check] = checks;
  if (!check || !startedAt) {
    return [];
  }
  const end = finishedAt ? Date.parse(finishedAt) : Date.now();
  const count = Math.floor((end - Date.parse(startedAt)) / 5_000);
  return Array.from({ length: count }, (_, index): Measurement => {
    const fails = status === 'failed' && (index + 1) * 5 > FAILS_FROM;
    const usual = Math.round(180 + 15 * Math.sin(index));
    return {
      seq: index + 1,
      stepId: step.id,
      check: check.name,
      at: addSeconds(startedAt, (index + 1) * 5),
      value: fails ? usual + 200 : usual,
      unit: check.unit,
      samples: 60,
      baseline: { value: usual - 8, samples: 540 },
      measurementTarget: 'candidate',
      outcome: fails ? 'failed' : 'passed',
    };
  });
}
