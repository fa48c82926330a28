import type {
  CheckState,
  Measurement,
} from '@slipway/backstage-plugin-deployments-common';
import { assessCheck } from '../../domain/analysis/assess';
import type { AssessedMeasurement } from '../../domain/analysis/measurement';
import type { StoredFailureSample } from '../../domain/analysis/failureSample';
import type { Snapshot } from '../../domain/deployment/snapshot';
import type { StepState } from '../../domain/deployment/state';
import { toTime } from '../../http/formatTime';

/** The states of a step's checks in its last attempt, in the order of the step's definition. */
export function toCheckStatesView(
  step: StepState,
  snapshot: Snapshot,
  {
    measurements,
    failureSamples,
  }: {
    measurements: Measurement[];
    failureSamples: readonly StoredFailureSample[];
  },
  now: number,
): CheckState[] {
  const startedAt = step.attemptStartedAt ?? step.startedAt;
  if (startedAt === undefined) return [];
  const names = snapshot.steps.find(({ id }) => id === step.id)?.checks ?? [];
  return names.flatMap(name => {
    const check = snapshot.checks[name];
    if (!check) return [];
    const own = measurements
      .filter(m => m.stepId === step.id && m.check === name)
      .map(m => ({ ...m, at: Date.parse(m.at) }));
    // Includes earlier attempts: a client that adds streamed measurements must not count any twice.
    const measuredThrough = Math.max(0, ...own.map(({ seq }) => seq));
    const { state, worst, failure } = assessCheck(check, own, {
      startedAt,
      endsAt: getObservationEnd(step, own.at(-1)?.at),
      ended: true,
      now,
    });
    const sample = failureSamples.find(
      each =>
        each.stepId === step.id &&
        each.check === name &&
        each.attempt === step.attempt,
    );
    return [
      {
        ...state,
        measuredThrough,
        worst: worst && toValueView(worst),
        failure: failure && {
          ...toValueView(failure.measurement),
          failedForMs: failure.failedForMs,
        },
        ...(sample ? { failureSample: toFailureSampleView(sample) } : {}),
      },
    ];
  });
}

function toValueView({
  at,
  value,
  text,
  samples,
  message,
  sentences,
}: AssessedMeasurement): CheckState['worst'] & object {
  return { at: toTime(at), value, text, samples, message, sentences };
}

/**
 * When the observation of a check ended, in epoch milliseconds. A step with one of these verdicts observed every check
 * to its end, which is the last measurement. A step that still runs, or that another check or a person ended early, has
 * only the verdicts reached so far; infinity keeps the others open.
 */
function getObservationEnd(
  step: StepState,
  lastAt: number | undefined,
): number {
  const observedToTheEnd =
    step.verdict === 'passed' ||
    step.verdict === 'inconclusive' ||
    step.verdict === 'error';
  return observedToTheEnd && lastAt !== undefined
    ? lastAt
    : Number.POSITIVE_INFINITY;
}

function toFailureSampleView({
  at,
  requests,
  logTail,
}: StoredFailureSample): CheckState['failureSample'] {
  return {
    at: toTime(at),
    requests: requests.map(request => ({
      ...request,
      at: toTime(request.at),
    })),
    logTail,
  };
}
