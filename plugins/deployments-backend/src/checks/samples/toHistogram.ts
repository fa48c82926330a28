import type {
  Histogram,
  LatencyDistribution,
} from '@slipway/backstage-plugin-deployments-node';

const BINS_PER_DECADE = 40;
const SMALLEST_MS = 0.1;
const DECADES = 6;

/** From 0.1 ms to 100 s; each is 5.9 % above the one before. */
const UPPER_BOUNDS: readonly number[] = Array.from(
  { length: BINS_PER_DECADE * DECADES + 1 },
  (_, index) =>
    Number((SMALLEST_MS * 10 ** (index / BINS_PER_DECADE)).toPrecision(4)),
);

/**
 * Counts the latencies of a target in bins that are always the same, because an analysis can't compare others. A bucket
 * counts in the bin that contains its upper bound.
 */
export function toHistogram(distribution: LatencyDistribution): Histogram {
  const counts = new Array<number>(UPPER_BOUNDS.length + 1).fill(0);
  distribution.counts.forEach((count, bucket) => {
    const bin = findBin(distribution.upperBoundsMs[bucket] ?? Infinity);
    counts[bin] = (counts[bin] ?? 0) + count;
  });
  return { upperBounds: UPPER_BOUNDS, counts };
}

function findBin(milliseconds: number): number {
  const bin = UPPER_BOUNDS.findIndex(bound => milliseconds <= bound);
  return bin < 0 ? UPPER_BOUNDS.length : bin;
}
