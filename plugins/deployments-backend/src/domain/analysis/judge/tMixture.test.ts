import { logTMixture, tMixtureHalfWidth } from './tMixture';

// The expected values come from R by numerical integration of the mixture (benchmarks/judge/fixtures.R), for R's data
// `sleep`.
const DIFFERENCES = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];
const COUNT = DIFFERENCES.length;
const MEAN = DIFFERENCES.reduce((sum, d) => sum + d, 0) / COUNT;
const STATISTIC = {
  count: COUNT,
  weight: COUNT,
  squares: DIFFERENCES.reduce((sum, d) => sum + (d - MEAN) ** 2, 0),
};

describe('the t mixture', () => {
  it.each([
    [0.1, 4.99183227581],
    [0.25, 11.880537603],
    [1, 25.4751378589],
  ])('with the prior variance %d has the evidence %d', (g, evidence) => {
    expect(Math.exp(logTMixture(STATISTIC, MEAN, g * COUNT))).toBeCloseTo(
      evidence,
      6,
    );
  });

  it.each([
    [1, 0.05, 0.0748126881339, 3.08518731187],
    [1, 0.1, 0.279695479291, 2.88030452071],
    [0.25, 0.2, 0.401902290649, 2.75809770935],
  ])(
    'with the prior variance %d at level %d has the interval %d to %d',
    (g, level, low, high) => {
      const half = tMixtureHalfWidth(STATISTIC, level, g * COUNT);
      expect(MEAN - half).toBeCloseTo(low, 6);
      expect(MEAN + half).toBeCloseTo(high, 6);
      // Outside the interval is what the evidence excludes.
      expect(Math.exp(logTMixture(STATISTIC, half, g * COUNT))).toBeCloseTo(
        1 / level,
        6,
      );
    },
  );

  it('excludes nothing with three blocks', () => {
    expect(
      tMixtureHalfWidth({ count: 3, weight: 3, squares: 1e-9 }, 0.05, 0.3),
    ).toBe(Infinity);
  });
});
