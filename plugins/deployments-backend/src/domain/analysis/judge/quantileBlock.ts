import type { MetricSample } from '@slipway/backstage-plugin-deployments-node';

/** Durations of one version that are waiting for their block to become complete. */
export interface Durations {
  values: number[];
  /** By upper bound; only if histograms are reported. */
  upperBounds: number[];
  counts: number[];
}

export function createDurations(): Durations {
  return { values: [], upperBounds: [], counts: [] };
}

/** Adds an observation. Throws an error if the bins change within a block. */
export function addDurations(to: Durations, arm: MetricSample): void {
  if (arm.type === 'samples') {
    to.values.push(...arm.values);
    return;
  }
  if (arm.type !== 'histogram') {
    throw new Error(`An observation of durations can't be a ${arm.type}`);
  }
  if (to.counts.length === 0) {
    to.upperBounds = [...arm.upperBounds];
    to.counts = [...arm.counts];
    return;
  }
  if (
    to.upperBounds.length !== arm.upperBounds.length ||
    to.upperBounds.some((bound, index) => bound !== arm.upperBounds[index])
  ) {
    throw new Error('The bins of a histogram must not change during a rollout');
  }
  arm.counts.forEach((count, bin) => {
    to.counts[bin] = (to.counts[bin] ?? 0) + count;
  });
}

export function countDurations({ values, counts }: Durations): number {
  return values.length + counts.reduce((sum, count) => sum + count, 0);
}

/** Counts the durations of each version above the quantile of both together. In a histogram, above a bin's bound. */
export function countAbove(
  candidate: Durations,
  baseline: Durations,
  quantile: number,
): { candidate: number; baseline: number } {
  if (candidate.values.length + baseline.values.length > 0) {
    const pooled = Float64Array.from([
      ...candidate.values,
      ...baseline.values,
    ]).sort();
    const limit = pooled[Math.ceil(quantile * pooled.length) - 1] ?? Infinity;
    const count = ({ values }: Durations) =>
      values.reduce((sum, value) => sum + (value > limit ? 1 : 0), 0);
    return { candidate: count(candidate), baseline: count(baseline) };
  }
  const total = countDurations(candidate) + countDurations(baseline);
  let below = 0;
  let bin = 0;
  while (bin < candidate.counts.length && below < quantile * total) {
    below += (candidate.counts[bin] ?? 0) + (baseline.counts[bin] ?? 0);
    bin += 1;
  }
  const count = ({ counts }: Durations) =>
    counts.slice(bin).reduce((sum, inBin) => sum + inBin, 0);
  return { candidate: count(candidate), baseline: count(baseline) };
}
