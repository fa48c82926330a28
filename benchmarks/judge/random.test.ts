import { createRandom } from './random';

const draw = (count: number, next: () => number) =>
  Array.from({ length: count }, next);
const mean = (values: number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: number[]) => {
  const middle = mean(values);
  return mean(values.map(value => (value - middle) ** 2));
};

describe('createRandom', () => {
  it('repeats the numbers of a seed and a stream, and no other numbers', () => {
    const first = draw(5, createRandom(1, 2).uniform);
    expect(draw(5, createRandom(1, 2).uniform)).toEqual(first);
    expect(draw(5, createRandom(1, 3).uniform)).not.toEqual(first);
    expect(draw(5, createRandom(2, 2).uniform)).not.toEqual(first);
  });

  const N = 40_000;
  const r = createRandom(7, 7);
  it.each<[string, () => number, number, number]>([
    ['uniform', () => r.uniform(), 0.5, 1 / 12],
    ['normal', () => r.normal(), 0, 1],
    ['poisson of 3', () => r.poisson(3), 3, 3],
    ['poisson of 900', () => r.poisson(900), 900, 900],
    ['binomial of 1,000 and 1 %', () => r.binomial(1_000, 0.01), 10, 9.9],
    ['binomial of 10 and 60 %', () => r.binomial(10, 0.6), 6, 2.4],
    ['gamma of shape 0.5', () => r.gamma(0.5), 0.5, 0.5],
    ['gamma of shape 4', () => r.gamma(4), 4, 4],
  ])('has the mean and the variance of %s', (_, next, itsMean, itsVariance) => {
    const values = draw(N, next);
    // Five standard errors of the mean; the seed is fixed, so the result is too.
    expect(Math.abs(mean(values) - itsMean)).toBeLessThan(
      5 * Math.sqrt(itsVariance / N),
    );
    expect(variance(values) / itsVariance).toBeGreaterThan(0.9);
    expect(variance(values) / itsVariance).toBeLessThan(1.1);
  });
});
