import type {
  CheckState,
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
