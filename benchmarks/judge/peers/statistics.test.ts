import fixtures from '../fixtures.json';
import { compareDistributions, exactPValue } from './kolmogorovSmirnov';
import { estimateShift, normalCdf, testMannWhitney } from './mannWhitney';

describe('the test by Mann and Whitney', () => {
  it.each(fixtures.mannWhitney)(
    'has the statistic and the p-values that R computes ($method)',
    ({ first, second, method, greater, twoSided }) => {
      const test = testMannWhitney(
        first,
        second,
        method as 'exact' | 'normal' | 'corrected',
      );
      expect(test.statistic).toBe(twoSided.statistic);
      expect(test.pValue).toBeCloseTo(twoSided.pValue, 9);
      expect(test.pGreater).toBeCloseTo(greater.pValue, 9);
    },
  );

  // Published outputs of R for samples with ties.
  it.each<[number[], number[], number, number]>([
    [
      [1, 5, 9, 24, 56, 21, 3, 7, 21, 4],
      [12, 15, 5, 9, 9, 14, 56, 22, 3, 7, 32, 5],
      51.5,
      0.5965969,
    ],
    [
      [1, 5, 9, 24, 56, 21, 3, 7, 21, 4],
      [1233, 4356, 987, 39999, 1111, 200000],
      0,
      0.001364393,
    ],
  ])('corrects for ties: %j against %j', (first, second, statistic, p) => {
    const test = testMannWhitney(first, second, 'corrected');
    expect(test.statistic).toBe(statistic);
    expect(test.pValue).toBeCloseTo(p, 6);
  });

  it('estimates the shift and its interval as R does', () => {
    const { first, second, level, shift, interval } = fixtures.shift;
    const estimated = estimateShift(first, second, level);
    expect(estimated.shift).toBeCloseTo(shift, 9);
    expect([estimated.low, estimated.high]).toEqual([
      expect.closeTo(interval[0] ?? NaN, 9),
      expect.closeTo(interval[1] ?? NaN, 9),
    ]);
  });
});

describe('the test by Kolmogorov and Smirnov', () => {
  const { first, second, distance, greater, pValue } =
    fixtures.kolmogorovSmirnov;

  it('has the distance and the exact p-value that R computes', () => {
    const found = compareDistributions(first, second);
    expect(found.distance).toBeCloseTo(distance, 9);
    expect(found.greater).toBeCloseTo(greater, 9);
    expect(
      exactPValue(found.distance, first.length, second.length),
    ).toBeCloseTo(pValue, 9);
  });

  it('has a direction', () => {
    expect(compareDistributions([5, 6, 7], [1, 2, 3]).greater).toBe(1);
    expect(compareDistributions([1, 2, 3], [5, 6, 7]).greater).toBe(0);
  });
});

it.each([
  [0, 0.5],
  [1.959963985, 0.975],
  [-2.326347874, 0.01],
  [-6, 9.86587645e-10],
])('the normal distribution function at %d is %d', (z, probability) => {
  expect(normalCdf(z) / probability).toBeCloseTo(1, 8);
});
