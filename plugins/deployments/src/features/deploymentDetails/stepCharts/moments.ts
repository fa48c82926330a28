/** What a chart shows, for the line of text that reads all charts of a step at one time. */
export interface ChartSeries {
  title: string;
  /** When a value was measured: epoch milliseconds, ascending. */
  moments: readonly number[];
  /** Describes the last value of each line up to a time, e.g. `1.5.0 412 ms, 1.4.1 171 ms`; `undefined` before the first. */
  read(at: number): string | undefined;
  /** Whether it is drawn with the cursor; a row of few values isn't. */
  hasCursor: boolean;
}

/** A period in epoch milliseconds, both ends included. */
export interface Period {
  from: number;
  to: number;
}

/** Finds the period that contains the moments of all series; `undefined` without any moment. */
export function findPeriod(series: Iterable<ChartSeries>): Period | undefined {
  const ends = [...series].flatMap(({ moments }) =>
    moments.length > 0 ? [moments[0], moments[moments.length - 1]] : [],
  );
  return ends.length > 0
    ? { from: Math.min(...ends), to: Math.max(...ends) }
    : undefined;
}

/** The moments of all series, ascending, each once. */
export function mergeMoments(series: Iterable<ChartSeries>): number[] {
  const all = new Set([...series].flatMap(({ moments }) => moments));
  return [...all].sort((a, b) => a - b);
}

/** Finds the index of the moment that is closest to a time; -1 without any moment. */
export function findClosest(moments: readonly number[], at: number): number {
  let closest = -1;
  for (const [index, moment] of moments.entries()) {
    if (
      closest < 0 ||
      Math.abs(moment - at) < Math.abs(moments[closest] - at)
    ) {
      closest = index;
    }
  }
  return closest;
}

/** Finds the last point up to a time, of points in ascending order. */
export function findLastUpTo<T extends { at: number }>(
  points: readonly T[],
  at: number,
): T | undefined {
  let found: T | undefined;
  for (const point of points) {
    if (point.at > at) {
      break;
    }
    found = point;
  }
  return found;
}
