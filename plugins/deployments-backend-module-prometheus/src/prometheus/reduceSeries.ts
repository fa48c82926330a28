import type { Sample, Series } from './promResult';

/** How several values become one. */
type SeriesReducer = 'max' | 'min' | 'avg' | 'sum';
/** How the samples of a range query become one value. */
export type SampleReducer = 'last' | 'max' | 'min' | 'avg';

/** The rules by which a result becomes one number. */
export interface ReduceRules {
  /** Absent: only one series is allowed. */
  series?: SeriesReducer;
  over: SampleReducer;
  /** The value of a result without series. Absent: it is no data. */
  empty?: number;
}

const MAX_NAMED_LABELS = 5;

/**
 * Reduces the series of a result to one number; `undefined` if there is no data. NaN is no data, because it is what a division by
 * 0 results in when there were no requests.
 *
 * @throws Error if a value is infinite, or if there are several series and no rule for them. Messages start with a verb.
 */
export function reduceSeries(
  series: readonly Series[],
  rules: ReduceRules,
): number | undefined {
  if (series.length === 0) return rules.empty;
  if (series.length > 1 && !rules.series) {
    throw new Error(
      `returned ${series.length} series instead of one${describeDifference(
        series,
      )}. Combine them in the query, e.g. with sum(…), or set "series" to max, min, avg or sum`,
    );
  }
  const values = series.flatMap(({ samples }) => {
    const value = reduceSamples(samples, rules.over);
    return value === undefined ? [] : [value];
  });
  return reduceNumbers(values, rules.series ?? 'max');
}

function reduceSamples(
  samples: readonly Sample[],
  over: SampleReducer,
): number | undefined {
  const values = samples
    .map(({ value }) => value)
    .filter(value => !Number.isNaN(value));
  const infinite = values.find(value => !Number.isFinite(value));
  if (infinite !== undefined) {
    throw new Error(
      `returned ${
        infinite > 0 ? '+Inf' : '-Inf'
      }, which can't be compared with a threshold. A division by 0 in the query causes this`,
    );
  }
  return over === 'last' ? values.at(-1) : reduceNumbers(values, over);
}

function reduceNumbers(
  values: readonly number[],
  reducer: SeriesReducer,
): number | undefined {
  if (values.length === 0) return undefined;
  const sum = values.reduce((total, value) => total + value, 0);
  switch (reducer) {
    case 'max':
      return values.reduce((a, b) => Math.max(a, b));
    case 'min':
      return values.reduce((a, b) => Math.min(a, b));
    case 'sum':
      return sum;
    case 'avg':
      return sum / values.length;
    default: {
      const never: never = reducer;
      return never;
    }
  }
}

/** Names the labels by which the series differ, so that the query can be corrected. */
function describeDifference(series: readonly Series[]): string {
  const names = new Set(series.flatMap(({ labels }) => Object.keys(labels)));
  const differing = [...names].filter(
    name => new Set(series.map(({ labels }) => labels[name])).size > 1,
  );
  if (differing.length === 0) return '';
  const more = differing.length > MAX_NAMED_LABELS ? ', …' : '';
  return `, which differ by ${differing
    .slice(0, MAX_NAMED_LABELS)
    .join(', ')}${more}`;
}
