import { backoffMs } from './retry';

describe('the wait before another attempt', () => {
  const retry = { backoffMs: 1_000, maxBackoffMs: 5_000 };

  it.each([
    [1, 0, 500],
    [1, 0.5, 750],
    [2, 0, 1_000],
    [3, 0, 2_000],
    [3, 0.25, 2_500],
    // Capped at the maximum, of which half is fixed as well.
    [4, 0, 2_500],
    [4, 0.999, 4_998],
    [2_000, 0, 2_500],
  ])('after attempt %d with random %d is %d ms', (attempt, random, ms) => {
    expect(backoffMs(retry, attempt, random)).toBe(ms);
  });

  it('stops doubling, so that it stays finite', () => {
    const endless = { backoffMs: 1, maxBackoffMs: Infinity };
    expect(backoffMs(endless, 31, 0)).toBe(2 ** 29);
    expect(backoffMs(endless, 32, 0)).toBe(2 ** 29);
  });
});
