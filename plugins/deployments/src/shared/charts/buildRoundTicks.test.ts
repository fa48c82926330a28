import { buildRoundTicks } from './buildRoundTicks';

describe('buildRoundTicks', () => {
  it.each([
    [
      'latencies with their threshold',
      [182, 412, 300],
      {},
      [100, 200, 300, 400, 500],
    ],
    ['ratios near 1', [0.991, 0.9994], { least: 0, most: 1 }, [0.99, 0.995, 1]],
    ['one value', [200], {}, [190, 200]],
    ['zero alone', [0], {}, [0, 0.5]],
  ])('spans %s with round numbers', (_name, values, limits, expected) => {
    expect(buildRoundTicks(values, limits)).toEqual(expected);
  });
});
