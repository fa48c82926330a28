import {
  findClosest,
  findLastUpTo,
  findPeriod,
  mergeMoments,
  type ChartSeries,
} from './moments';

const series = (...moments: number[]): ChartSeries => ({
  title: 'p95',
  moments,
  read: () => undefined,
  hasCursor: true,
});

describe('the moments of several charts', () => {
  it('are merged in order, without duplicates', () => {
    expect(mergeMoments([series(10, 30), series(20, 30, 40)])).toEqual([
      10, 20, 30, 40,
    ]);
  });

  it('span one period', () => {
    expect(findPeriod([series(10, 30), series(), series(20, 40)])).toEqual({
      from: 10,
      to: 40,
    });
    expect(findPeriod([series()])).toBeUndefined();
  });
});

it.each([
  ['before the first', 0, 0],
  ['closer to the earlier', 24, 1],
  ['closer to the later', 26, 2],
  ['after the last', 99, 2],
])('finds the closest moment of a time %s', (_name, at, index) => {
  expect(findClosest([10, 20, 30], at)).toBe(index);
});

it('finds no moment among none', () => {
  expect(findClosest([], 10)).toBe(-1);
});

it('finds the last point up to a time', () => {
  const points = [{ at: 10 }, { at: 20 }];
  expect(findLastUpTo(points, 9)).toBeUndefined();
  expect(findLastUpTo(points, 19)).toEqual({ at: 10 });
  expect(findLastUpTo(points, 20)).toEqual({ at: 20 });
});
