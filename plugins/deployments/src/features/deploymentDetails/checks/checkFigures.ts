import type {
  CheckRule,
  CheckState,
  Deployment,
  Measurement,
  Threshold,
} from '@slipway/backstage-plugin-deployments-common';

/** The numbers of a threshold, for lines in a chart and for rounding the values shown with them. */
export function listThresholdValues(
  threshold: Threshold | undefined,
): number[] {
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
export function selectMeasurements(
  measurements: readonly Measurement[],
  stepId: string,
  check: string,
): Measurement[] {
  return measurements.filter(
    measurement => measurement.stepId === stepId && measurement.check === check,
  );
}

/**
 * The checks of a rollback's step, taken from its measurements. A rollback checks the restored version by the rules of
 * the deployment's own steps.
 */
export function listMeasuredChecks(
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
      ? { ...rule, measurementTarget: undefined }
      : { name, provider: '', condition: '' };
  });
}

/**
 * The current state of a check: the server's state as of the last event, updated by the measurements since then.
 * Without a server state, as for a rollback's check, it uses the measurements only.
 *
 * Only the server decides a verdict, and it is final.
 */
export function buildCheckState(
  rule: CheckRule,
  state: CheckState | undefined,
  measurements: readonly Measurement[],
): CheckState {
  const known = state ?? {
    name: rule.name,
    passed: 0,
    failed: 0,
    errors: 0,
    noData: 0,
    measuredThrough: 0,
  };
  if (known.verdict) {
    return known;
  }
  return measurements
    .filter(({ seq }) => seq > (known.measuredThrough ?? Infinity))
    .reduce((before, next) => addMeasurement(rule, before, next), known);
}

function addMeasurement(
  rule: CheckRule,
  before: CheckState,
  { seq, at, outcome, message, sentences }: Measurement,
): CheckState {
  if (outcome === 'warming_up') {
    return { ...before, measuredThrough: seq };
  }
  const state = {
    ...before,
    measuredThrough: seq,
    message,
    messageSentences: sentences,
  };
  switch (outcome) {
    case 'passed':
      return { ...state, passed: before.passed + 1, failingSince: undefined };
    case 'failed':
      return {
        ...state,
        failed: before.failed + 1,
        failingSince: before.failingSince ?? at,
      };
    case 'error':
      return { ...state, errors: before.errors + 1 };
    case 'no_data':
      return {
        ...state,
        noData: before.noData + 1,
        failingSince:
          rule.noData === 'fail'
            ? before.failingSince ?? at
            : before.failingSince,
      };
    default:
      return outcome satisfies never;
  }
}
