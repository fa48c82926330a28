import type { LatencyDistribution } from '@slipway/backstage-plugin-deployments-node';

/**
 * Latencies in buckets whose bounds grow by 2 %, like DDSketch (Masson, Rim, Lee: DDSketch, VLDB 2019): a percentile of
 * it is within 1 % of the exact nearest-rank percentile for any distribution. Empty buckets take no space.
 */
export interface LatencyHistogram {
  /** Number of latencies. */
  readonly count: number;
  add(milliseconds: number): void;
  /** Adds all latencies of another histogram. */
  merge(other: LatencyHistogram): void;
  /** Nearest-rank percentile in milliseconds; `undefined` if the histogram is empty. `fraction` is from 0 to 1. */
  percentile(fraction: number): number | undefined;
  /** Bucket numbers with their counts. */
  buckets(): Iterable<readonly [number, number]>;
  /** Buckets that aren't empty, by their bounds. */
  toDistribution(): LatencyDistribution;
}

/** Relative error of a percentile. */
export const PERCENTILE_ERROR = 0.01;

const GROWTH = (1 + PERCENTILE_ERROR) / (1 - PERCENTILE_ERROR);
const LOG_GROWTH = Math.log(GROWTH);
/** Smaller latencies share one bucket: they are below the resolution of the clock. */
const SMALLEST_MS = 0.01;

const toBucket = (ms: number) =>
  Math.ceil(Math.log(Math.max(ms, SMALLEST_MS)) / LOG_GROWTH);

/** The value with the same relative distance to both bounds of the bucket. */
const toMilliseconds = (bucket: number) =>
  (2 * Math.exp(bucket * LOG_GROWTH)) / (1 + GROWTH);

/** Creates an empty histogram. */
export function createLatencyHistogram(): LatencyHistogram {
  const counts = new Map<number, number>();
  let total = 0;

  const addTo = (bucket: number, count: number) => {
    counts.set(bucket, (counts.get(bucket) ?? 0) + count);
    total += count;
  };

  return {
    get count() {
      return total;
    },
    add: milliseconds => addTo(toBucket(milliseconds), 1),
    merge(other) {
      for (const [bucket, count] of other.buckets()) addTo(bucket, count);
    },
    percentile(fraction) {
      if (total === 0) return undefined;
      const rank = Math.max(1, Math.ceil(fraction * total));
      let seen = 0;
      for (const bucket of [...counts.keys()].sort((a, b) => a - b)) {
        seen += counts.get(bucket) ?? 0;
        if (seen >= rank) return toMilliseconds(bucket);
      }
      return undefined;
    },
    buckets: () => counts.entries(),
    toDistribution() {
      const sorted = [...counts].sort(([a], [b]) => a - b);
      return {
        upperBoundsMs: sorted.map(([bucket]) => Math.exp(bucket * LOG_GROWTH)),
        counts: sorted.map(([, count]) => count),
      };
    },
  };
}
