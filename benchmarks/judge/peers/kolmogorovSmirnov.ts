/** The greatest distances between the distribution functions of two samples. */
export interface KolmogorovSmirnov {
  /** In either direction. */
  distance: number;
  /** How far the first sample's distribution lies to the right of the second's: the first is greater. */
  greater: number;
}

/** Compares two samples by their distribution functions, as Kolmogorov and Smirnov do. */
export function compareDistributions(
  first: readonly number[],
  second: readonly number[],
): KolmogorovSmirnov {
  const a = Float64Array.from(first).sort();
  const b = Float64Array.from(second).sort();
  let [i, j, greater, less] = [0, 0, 0, 0];
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i] ?? 0, b[j] ?? 0);
    while (i < a.length && a[i] === value) i += 1;
    while (j < b.length && b[j] === value) j += 1;
    const difference = i / a.length - j / b.length;
    greater = Math.max(greater, -difference);
    less = Math.max(less, difference);
  }
  return { distance: Math.max(greater, less), greater };
}

/** The exact two-sided p-value for samples without ties: the share of lattice paths that leave the band. */
export function exactPValue(distance: number, m: number, n: number): number {
  const limit = distance - 1e-9;
  const inside = (i: number, j: number) => Math.abs(i / m - j / n) < limit;
  // The share of paths to (i, j) that stay inside; every path is equally likely.
  let row = new Array<number>(n + 1).fill(0);
  for (let i = 0; i <= m; i += 1) {
    const next = new Array<number>(n + 1).fill(0);
    for (let j = 0; j <= n; j += 1) {
      if (!inside(i, j)) continue;
      if (i === 0 && j === 0) next[j] = 1;
      else {
        const share = i / (i + j);
        next[j] = share * (row[j] ?? 0) + (1 - share) * (next[j - 1] ?? 0);
      }
    }
    row = next;
  }
  return 1 - (row[n] ?? 0);
}

/** The approximate one-sided p-value of `greater`. */
export function approximatePValue(
  greater: number,
  m: number,
  n: number,
): number {
  return Math.exp((-2 * m * n * greater ** 2) / (m + n));
}
