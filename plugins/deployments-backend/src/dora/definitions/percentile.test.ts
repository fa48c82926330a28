import { percentile } from './percentile';

describe('percentile', () => {
  it.each([
    [[], 0.5, undefined],
    [[7], 0.9, 7],
    [[1, 2], 0.5, 1.5],
    [[1, 2, 3, 4], 0.75, 3.25],
    [[10, 20, 30, 40, 50], 0.9, 46],
    [[-10, 10], 0.5, 0],
  ])('of %j at %d is %d', (sample, p, expected) => {
    expect(percentile(sample, p)).toBe(expected);
  });
});
