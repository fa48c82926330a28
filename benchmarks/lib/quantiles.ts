/** Quantiles of measured values. */
export interface Quantiles {
  /** Sample size. */
  n: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/** Calculates nearest-rank quantiles: each is a measured value. Returns `undefined` without values. */
export function quantiles(values: readonly number[]): Quantiles | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (share: number) =>
    sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)];
  const [p50, p95, p99, max] = [0.5, 0.95, 0.99, 1].map(rank);
  return p50 === undefined ||
    p95 === undefined ||
    p99 === undefined ||
    max === undefined
    ? undefined
    : { n: sorted.length, p50, p95, p99, max };
}
