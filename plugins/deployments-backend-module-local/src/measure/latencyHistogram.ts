/**
 * Latencies in buckets whose bounds grow by 2 %, as DDSketch does (Masson, Rim, Lee: DDSketch, VLDB 2019): a percentile
 * read from it is within 1 % of the exact nearest-rank percentile, whatever the distribution. Only buckets in use take
 * space.
 */
export interface LatencyHistogram {
  readonly count: number;
  add(milliseconds: number): void;
  merge(other: LatencyHistogram): void;
  /** Nearest rank; `undefined` when empty. @param fraction - 0 to 1. */
  percentile(fraction: number): number | undefined;
  buckets(): Iterable<readonly [number, number]>;
}

/** Relative error of a percentile. */
export const PERCENTILE_ERROR = 0.01;

const GROWTH = (1 + PERCENTILE_ERROR) / (1 - PERCENTILE_ERROR);
const LOG_GROWTH = Math.log(GROWTH);
/** Below this everything is one bucket; no clock here tells finer. */
const SMALLEST_MS = 0.01;

const bucketOf = (ms: number) =>
  Math.ceil(Math.log(Math.max(ms, SMALLEST_MS)) / LOG_GROWTH);

/** The value whose relative distance to both bounds of the bucket is the same. */
const valueOf = (bucket: number) =>
  (2 * Math.exp(bucket * LOG_GROWTH)) / (1 + GROWTH);

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
    add: milliseconds => addTo(bucketOf(milliseconds), 1),
    merge(other) {
      for (const [bucket, count] of other.buckets()) addTo(bucket, count);
    },
    percentile(fraction) {
      if (total === 0) return undefined;
      const rank = Math.max(1, Math.ceil(fraction * total));
      let seen = 0;
      for (const bucket of [...counts.keys()].sort((a, b) => a - b)) {
        seen += counts.get(bucket) ?? 0;
        if (seen >= rank) return valueOf(bucket);
      }
      return undefined;
    },
    buckets: () => counts.entries(),
  };
}
