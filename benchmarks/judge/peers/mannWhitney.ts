/** The rank-sum test of two independent samples by Mann and Whitney, and the shift between them by Hodges and Lehmann. */
export interface MannWhitney {
  /** Pairs in which the first sample's value is greater; ties count half. R calls it W. */
  statistic: number;
  /** Two-sided. */
  pValue: number;
  /** One-sided: the first sample is greater. */
  pGreater: number;
}

/**
 * Tests whether two samples have the same distribution.
 *
 * @param method - `exact` needs samples without ties; `normal` approximates with the correction for ties, and
 *   `corrected` in addition with the continuity correction
 */
export function testMannWhitney(
  first: readonly number[],
  second: readonly number[],
  method: 'exact' | 'normal' | 'corrected',
): MannWhitney {
  const statistic = countGreater(first, second, 0);
  const [m, n] = [first.length, second.length];
  if (method === 'exact') {
    const counts = countArrangements(m, n);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const sumFrom = (least: number) =>
      counts.slice(least).reduce((sum, count) => sum + count, 0) / total;
    // The distribution is symmetric around m n / 2.
    const pGreater = sumFrom(statistic);
    const tail = Math.min(pGreater, sumFrom(m * n - statistic));
    return { statistic, pGreater, pValue: Math.min(1, 2 * tail) };
  }
  const deviation = deviationOfRanks([...first, ...second], m, n);
  const distance = statistic - (m * n) / 2;
  const half = method === 'corrected' ? 0.5 : 0;
  return {
    statistic,
    pGreater: 1 - normalCdf((distance - half) / deviation),
    pValue: Math.min(
      1,
      2 * (1 - normalCdf((Math.abs(distance) - half) / deviation)),
    ),
  };
}

/** Counts the pairs whose difference exceeds `shift`; ties count half. */
export function countGreater(
  first: readonly number[],
  second: readonly number[],
  shift: number,
): number {
  let count = 0;
  for (const a of first) {
    for (const b of second) {
      const difference = a - b - shift;
      if (difference > 0) count += 1;
      else if (difference === 0) count += 0.5;
    }
  }
  return count;
}

/** The standard deviation of the statistic if all arrangements of the values are equally likely, tied or not. */
export function deviationOfRanks(
  values: readonly number[],
  m: number,
  n: number,
): number {
  const sorted = Float64Array.from(values).sort();
  let ties = 0;
  let run = 1;
  for (let i = 1; i <= sorted.length; i += 1) {
    if (i < sorted.length && sorted[i] === sorted[i - 1]) {
      run += 1;
    } else {
      ties += run ** 3 - run;
      run = 1;
    }
  }
  const all = m + n;
  return Math.sqrt(((m * n) / 12) * (all + 1 - ties / (all * (all - 1))));
}

/** How many arrangements of m and n values have each value of the statistic, 0 to m n. */
function countArrangements(m: number, n: number): number[] {
  // The coefficients of the Gaussian binomial, one factor (1 - q^(n+i)) / (1 - q^i) at a time.
  const counts = new Array<number>(m * n + 1).fill(0);
  counts[0] = 1;
  for (let i = 1; i <= m; i += 1) {
    for (let k = m * n; k >= n + i; k -= 1) {
      counts[k] = (counts[k] ?? 0) - (counts[k - n - i] ?? 0);
    }
    for (let k = i; k <= m * n; k += 1) {
      counts[k] = (counts[k] ?? 0) + (counts[k - i] ?? 0);
    }
  }
  return counts;
}

/** All differences between values of the two samples, sorted. */
export function listDifferences(
  first: readonly number[],
  second: readonly number[],
): Float64Array {
  const differences = new Float64Array(first.length * second.length);
  let at = 0;
  for (const a of first) {
    for (const b of second) {
      differences[at] = a - b;
      at += 1;
    }
  }
  return differences.sort();
}

/** The median of sorted values. */
export function median(sorted: ArrayLike<number>): number {
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1
    ? upper
    : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The shift by Hodges and Lehmann with its exact interval for samples without ties. */
export function estimateShift(
  first: readonly number[],
  second: readonly number[],
  level: number,
): { shift: number; low: number; high: number } {
  const differences = listDifferences(first, second);
  const counts = countArrangements(first.length, second.length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  // The smallest statistic whose cumulative probability reaches half of what the interval leaves out.
  let cumulative = 0;
  let rank = 0;
  while (cumulative + (counts[rank] ?? 0) / total < (1 - level) / 2) {
    cumulative += (counts[rank] ?? 0) / total;
    rank += 1;
  }
  rank = Math.max(rank, 1);
  return {
    shift: median(differences),
    low: differences[rank - 1] ?? Number.NaN,
    high: differences[differences.length - rank] ?? Number.NaN,
  };
}

/** The standard normal distribution function, by West (2005), with double precision. */
export function normalCdf(z: number): number {
  const x = Math.abs(z);
  if (x > 37) return z > 0 ? 1 : 0;
  const density = Math.exp((-x * x) / 2);
  let tail: number;
  if (x < 7.07106781186547) {
    const numerator = [
      3.52624965998911e-2, 0.700383064443688, 6.37396220353165, 33.912866078383,
      112.079291497871, 221.213596169931, 220.206867912376,
    ].reduce((sum, coefficient) => sum * x + coefficient, 0);
    const denominator = [
      8.83883476483184e-2, 1.75566716318264, 16.064177579207, 86.7807322029461,
      296.564248779674, 637.333633378831, 793.826512519948, 440.413735824752,
    ].reduce((sum, coefficient) => sum * x + coefficient, 0);
    tail = (density * numerator) / denominator;
  } else {
    const fraction = [0.65, 4, 3, 2, 1].reduce(
      (sum, part) => x + part / sum,
      Number.POSITIVE_INFINITY,
    );
    tail = density / fraction / 2.506628274631;
  }
  return z > 0 ? 1 - tail : tail;
}
