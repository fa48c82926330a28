/**
 * Sums of a weighted series, from which its mean, its variance and its autocorrelation follow. Plain JSON, and adding a
 * value takes the same time however long the series is.
 */
export interface Series {
  count: number;
  /** Sums of the weights w and of the values d: w, w d, w d². */
  w: number;
  wd: number;
  wdd: number;
  /** The same with w². */
  ww: number;
  wwd: number;
  wwdd: number;
  /** The weights of the first values. */
  firstWeights: number;
  /** The last value, and sums over neighbours, of √w √w' times 1, d + d' and d d'. */
  last: { root: number; value: number } | null;
  pairs: [one: number, sum: number, product: number];
  /** Batches of 1, 2, 4, … values. */
  batches: Batches[];
}

interface Batches {
  count: number;
  /** Sums over the batches of A², A C and C², where A sums √w d and C sums √w over a batch. */
  aa: number;
  ac: number;
  cc: number;
  /** A and C of a batch that waits for another one, to make one of twice the size; 0 if none waits. */
  a: number;
  c: number;
}

/** The weight of a typical value is taken from so many first ones. */
const FIRST = 4;
/** Batches of 2^7 = 128 values are the largest. */
const LEVELS = 8;

export function createSeries(): Series {
  return {
    count: 0,
    ...{ w: 0, wd: 0, wdd: 0, ww: 0, wwd: 0, wwdd: 0 },
    firstWeights: 0,
    last: null,
    pairs: [0, 0, 0],
    batches: Array.from({ length: LEVELS }, () => ({
      ...{ count: 0, aa: 0, ac: 0, cc: 0, a: 0, c: 0 },
    })),
  };
}

/** Adds a value in place. */
export function addToSeries(series: Series, value: number, weight: number) {
  const root = Math.sqrt(weight);
  if (series.count < FIRST) series.firstWeights += weight;
  series.count += 1;
  series.w += weight;
  series.wd += weight * value;
  series.wdd += weight * value * value;
  series.ww += weight * weight;
  series.wwd += weight * weight * value;
  series.wwdd += weight * weight * value * value;
  const { last, pairs } = series;
  if (last) {
    const roots = root * last.root;
    pairs[0] += roots;
    pairs[1] += roots * (value + last.value);
    pairs[2] += roots * value * last.value;
    last.root = root;
    last.value = value;
  } else {
    series.last = { root, value };
  }
  let a = root * value;
  let c = root;
  for (const batches of series.batches) {
    batches.count += 1;
    batches.aa += a * a;
    batches.ac += a * c;
    batches.cc += c * c;
    if (batches.c === 0) {
      batches.a = a;
      batches.c = c;
      return;
    }
    a += batches.a;
    c += batches.c;
    batches.a = 0;
    batches.c = 0;
  }
}

export function meanOfSeries({ w, wd }: Series): number {
  return w > 0 ? wd / w : 0;
}

/** The weighted sum of squared distances from the mean. */
export function sumSquares({ w, wd, wdd }: Series): number {
  return w > 0 ? Math.max(0, wdd - (wd * wd) / w) : 0;
}

/** The mean weight of the first values: known early, so that later data can't change what was said. */
export function typicalWeight({ count, firstWeights }: Series): number {
  return count > 0 ? firstWeights / Math.min(count, FIRST) : 1;
}

/** How a series of values is corrected for being short. */
export interface InflationSettings {
  /** Multiplies the correction of the lag-1 correlation for its bias. */
  bias: number;
  /** How many of its standard errors the lag-1 correlation is assumed to be greater than it was measured. */
  margin: number;
  /** Whether the variance of batches is reduced by its own uncertainty. */
  slack: boolean;
}

/** The largest lag-1 correlation that is corrected for. */
const MAX_CORRELATION = 0.95;
/** Batches whose variance is used. */
const LEAST_BATCHES = 8;

/**
 * Estimates how many times greater the variance of the mean is than for independent values: from the correlation of
 * neighbours as if the series were AR(1), and from the variance of batches, whichever is greater. At least 1, but for a
 * correlation that is negative.
 */
export function estimateInflation(
  series: Series,
  { bias, margin, slack }: InflationSettings,
): number {
  const { count } = series;
  const squares = sumSquares(series);
  if (count < 2 || squares <= 0) return 1;
  const mean = meanOfSeries(series);
  const [one, sum, product] = series.pairs;
  let correlation = (product - mean * sum + mean * mean * one) / squares;
  correlation +=
    (bias * (1 + 3 * correlation)) / count + margin / Math.sqrt(count);
  correlation = Math.max(0, Math.min(MAX_CORRELATION, correlation));
  let inflation = (1 + correlation) / (1 - correlation);
  const single = squares / count;
  let size = 1;
  for (const { count: n, aa, ac, cc } of series.batches) {
    if (n < LEAST_BATCHES) break;
    if (size > 1) {
      const batch = (aa - 2 * mean * ac + mean * mean * cc) / (n * size);
      inflation = Math.max(
        inflation,
        (batch / single) * (slack ? 1 - 0.3 * Math.sqrt(2 / n) : 1),
      );
    }
    size *= 2;
  }
  return inflation;
}

/** How many times greater the variance is than the weights say: at least 1, and more if heavy values scatter more. */
export function estimateScatter(series: Series): number {
  const squares = sumSquares(series);
  if (squares <= 0) return 1;
  const mean = meanOfSeries(series);
  const { ww, wwd, wwdd, w, count } = series;
  const weighted = wwdd - 2 * mean * wwd + mean * mean * ww;
  return Math.max(1, (count * weighted) / (w * squares));
}
