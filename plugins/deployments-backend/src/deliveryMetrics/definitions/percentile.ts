/**
 * Computes an interpolated percentile of a sample: type 7 of Hyndman and Fan (Sample Quantiles in Statistical
 * Packages, 1996), which PostgreSQL's `percentile_cont` computes, too. Queries that only have the two neighbouring
 * values use {@link interpolate}, so that figures agree to the last digit.
 *
 * @param sorted - ascending
 * @param p - from 0 to 1
 */
export function percentile(
  sorted: readonly number[],
  p: number,
): number | undefined {
  if (sorted.length === 0) return undefined;
  const { lower, upper, fraction } = neighbours(sorted.length, p);
  return interpolate(sorted[lower], sorted[upper], fraction);
}

/**
 * Returns the zero-based indexes of the two values of a sorted sample of `n` that a percentile lies between, and how
 * far.
 */
export function neighbours(
  n: number,
  p: number,
): { lower: number; upper: number; fraction: number } {
  const position = p * (n - 1);
  const lower = Math.floor(position);
  return {
    lower,
    upper: Math.min(lower + 1, n - 1),
    fraction: position - lower,
  };
}

export function interpolate(
  lower: number,
  upper: number,
  fraction: number,
): number {
  return lower + (upper - lower) * fraction;
}
