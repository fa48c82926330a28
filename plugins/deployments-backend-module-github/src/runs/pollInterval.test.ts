import { choosePollInterval } from './pollInterval';

describe('the time until a run is polled again', () => {
  it.each([
    [0, 3_000],
    [59_999, 3_000],
    [60_000, 10_000],
    [300_000, 30_000],
    [86_400_000, 30_000],
  ])('is, at the age of %d ms, %d ms', (ageMs, expected) => {
    expect(choosePollInterval(ageMs)).toBe(expected);
  });
});
