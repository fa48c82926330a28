import type {
  CheckRule,
  CheckState,
  Deployment,
  Measurement,
  Threshold,
} from '@slipway/backstage-plugin-deployments-common';

/** The numbers of a threshold, for lines in a chart and for rounding beside them. */
export function thresholdValues(threshold: Threshold | undefined): number[] {
  if (!threshold) {
    return [];
  }
  const { atLeast, atMost, between, equals } = threshold;
  return [
    atLeast,
    atMost,
    ...(between ?? []),
    typeof equals === 'number' ? equals : undefined,
  ].filter((value): value is number => value !== undefined);
}

/** The measurements of one check in one step, oldest first. */
export function measurementsOf(
  measurements: readonly Measurement[],
  stepId: string,
  check: string,
): Measurement[] {
  return measurements.filter(
    measurement => measurement.stepId === stepId && measurement.check === check,
  );
}

/**
 * The checks of a rollback's step, by what was measured in it. The rollback asks what the deployment's own steps ask,
 * of the version that it went back to.
 */
export function measuredChecks(
  measurements: readonly Measurement[],
  stepId: string,
  steps: Deployment['steps'],
): CheckRule[] {
  const known = steps.flatMap(({ checks }) => checks).reverse();
  const names = new Set(
    measurements
      .filter(measurement => measurement.stepId === stepId)
      .map(({ check }) => check),
  );
  return [...names].map(name => {
    const rule = known.find(candidate => candidate.name === name);
    return rule
      ? { ...rule, subject: undefined }
      : { name, provider: '', condition: '' };
  });
}

/** How many measurements had which outcome; the server's count where there is one, since it has seen them all. */
export function countOutcomes(
  state: CheckState | undefined,
  measurements: readonly Measurement[],
): { passed: number; failed: number; errors: number; noData: number } {
  if (state) {
    const { passed, failed, errors, noData } = state;
    return { passed, failed, errors, noData };
  }
  const count = (outcome: Measurement['outcome']) =>
    measurements.filter(measurement => measurement.outcome === outcome).length;
  return {
    passed: count('passed'),
    failed: count('failed'),
    errors: count('error'),
    noData: count('no_data'),
  };
}
