import type {
  Histogram,
  MetricSample,
} from '@slipway/backstage-plugin-deployments-node';

/** The logarithms of durations, summed up. */
export interface LogSum {
  count: number;
  sum: number;
}

/**
 * Sums the logarithms of both versions' durations. A duration of 0 counts as half of the smallest other one, so that the
 * result depends on no unit.
 */
export function sumLogDurations(
  candidate: MetricSample,
  baseline: MetricSample,
): { candidate: LogSum; baseline: LogSum } {
  const floor = Math.min(findSmallest(candidate), findSmallest(baseline)) / 2;
  return {
    candidate: sumLogs(candidate, floor),
    baseline: sumLogs(baseline, floor),
  };
}

function findSmallest(arm: MetricSample): number {
  let smallest = Infinity;
  if (arm.type === 'samples') {
    for (const value of arm.values) {
      if (value > 0 && value < smallest) smallest = value;
    }
  }
  return smallest;
}

function sumLogs(arm: MetricSample, floor: number): LogSum {
  if (arm.type === 'samples') {
    let sum = 0;
    // If all are 0, there is no floor, and no difference either.
    const lowest = Number.isFinite(floor) ? floor : 1;
    for (const value of arm.values) sum += Math.log(Math.max(value, lowest));
    return { count: arm.values.length, sum };
  }
  if (arm.type === 'histogram') {
    let count = 0;
    let sum = 0;
    arm.counts.forEach((inBin, bin) => {
      if (inBin > 0) {
        count += inBin;
        sum += inBin * logCentre(arm, bin);
      }
    });
    return { count, sum };
  }
  throw new Error(`An observation of durations can't be a ${arm.type}`);
}

/** The logarithm of a bin's geometric centre. The first and the last bin are taken to be as wide as their neighbours. */
function logCentre({ upperBounds }: Histogram, bin: number): number {
  const logBound = (index: number) => Math.log(upperBounds[index] ?? 1);
  const last = upperBounds.length - 1;
  const end = Math.min(Math.max(bin, 1), last);
  const width = last > 0 ? logBound(end) - logBound(end - 1) : 0;
  return bin > last ? logBound(last) + width / 2 : logBound(bin) - width / 2;
}
