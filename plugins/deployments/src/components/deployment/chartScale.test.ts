import { roundTicks } from './chartScale';

describe('roundTicks', () => {
  it.each([
    [
      'latencies with their threshold',
      [182, 412, 300],
      {},
      [100, 200, 300, 400, 500],
    ],
    ['ratios near 1', [0.991, 0.9994], { least: 0, most: 1 }, [0.99, 0.995, 1]],
    ['one value', [200], {}, [200, 210]],
    ['zero', [0], {}, [-0.5, 0]],
  ])('spans %s', (_name, values, limits, expected) => {
    const ticks = roundTicks(values, limits);
    expect(Math.min(...ticks)).toBeLessThanOrEqual(Math.min(...values));
    expect(Math.max(...ticks)).toBeGreaterThanOrEqual(Math.max(...values));
    if (values.length > 1) {
      expect(ticks).toEqual(expected);
    }
  });
});
