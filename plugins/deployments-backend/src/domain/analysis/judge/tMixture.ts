/** What the t statistic needs of a series of blocks. */
export interface TStatistic {
  /** The number of independent blocks. */
  count: number;
  /** The sum of the weights w. */
  weight: number;
  /** Σ w (d - mean)². */
  squares: number;
}

/**
 * The logarithm of the likelihood ratio of any effect to the effect that is tested, at a distance between the mean and
 * the tested effect. Valid at all looks together: if the tested effect is true, it ever reaches ln x with probability at
 * most 1/x (Lai 1976).
 *
 * @param scale - the prior variance of the effect in units of the standard deviation of the mean: g times the number of
 *   blocks, if all weigh the same
 */
export function logTMixture(
  { count, weight, squares }: TStatistic,
  distance: number,
  scale: number,
): number {
  const z2 = weight * distance * distance;
  return (
    -0.5 * Math.log1p(scale) +
    (count / 2) * Math.log((squares + z2) / (squares + z2 / (1 + scale)))
  );
}

/** The distance at which the likelihood ratio reaches 1/level: half of the interval. Infinite for too few blocks. */
export function tMixtureHalfWidth(
  { count, weight, squares }: TStatistic,
  level: number,
  scale: number,
): number {
  const c = (Math.sqrt(1 + scale) / level) ** (2 / count);
  return c >= 1 + scale
    ? Infinity
    : Math.sqrt(((c - 1) * squares) / (1 - c / (1 + scale)) / weight);
}
