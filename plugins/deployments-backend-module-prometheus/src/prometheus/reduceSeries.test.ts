import type { Series } from './promResult';
import { reduceSeries, type ReduceRules } from './reduceSeries';

const series = (...values: number[][]): Series[] =>
  values.map((samples, index) => ({
    labels: { pod: `p${index}`, job: 'web' },
    samples: samples.map((value, at) => ({ at, value })),
  }));

const cases: [string, Series[], Partial<ReduceRules>, number | undefined][] = [
  ['no series are no data', [], {}, undefined],
  ['no series have the value of "empty"', [], { empty: 0 }, 0],
  ['one series has its value', series([3]), {}, 3],
  ['NaN is no data', series([Number.NaN]), {}, undefined],
  [
    'NaN stays no data with "empty"',
    series([Number.NaN]),
    { empty: 0 },
    undefined,
  ],
  [
    'several series have the largest',
    series([1], [5], [2]),
    { series: 'max' },
    5,
  ],
  ['several series have the smallest', series([4], [1]), { series: 'min' }, 1],
  ['several series are added', series([1], [2]), { series: 'sum' }, 3],
  ['several series have a mean', series([1], [2]), { series: 'avg' }, 1.5],
  [
    'NaN in one of several is left out',
    series([1], [Number.NaN]),
    { series: 'avg' },
    1,
  ],
  ['a range has its last sample', series([1, 5, 2]), { over: 'last' }, 2],
  [
    'the last sample is not NaN',
    series([1, 5, Number.NaN]),
    { over: 'last' },
    5,
  ],
  ['a range has its largest sample', series([1, 5, 2]), { over: 'max' }, 5],
  ['a range has its smallest sample', series([3, 1, 2]), { over: 'min' }, 1],
  ['a range has a mean', series([1, 2]), { over: 'avg' }, 1.5],
  [
    'a range without samples is no data',
    series([]),
    { over: 'max' },
    undefined,
  ],
];

describe('reduceSeries', () => {
  it.each(cases)('%s', (_, given, rules, expected) => {
    expect(reduceSeries(given, { over: 'last', ...rules })).toBe(expected);
  });

  it('rejects several series without a rule, and names the labels that differ', () => {
    expect(() => reduceSeries(series([1], [2]), { over: 'last' })).toThrow(
      'returned 2 series instead of one, which differ by pod. Combine them in the query, e.g. with sum(…), or set "series" to max, min, avg or sum',
    );
  });

  it.each([
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
  ])('rejects %s', (value, name) => {
    expect(() => reduceSeries(series([value]), { over: 'last' })).toThrow(
      `returned ${name}`,
    );
    expect(() => reduceSeries(series([1, value]), { over: 'avg' })).toThrow(
      `returned ${name}`,
    );
  });
});
