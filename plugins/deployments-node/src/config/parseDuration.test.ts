import { parseDuration } from './parseDuration';

describe('parseDuration', () => {
  it.each<[unknown, number | undefined]>([
    ['62h', 62 * 3600_000],
    ['30s', 30_000],
    ['1.5h', 5_400_000],
    ['10 minutes', 600_000],
    ['PT62H', 62 * 3600_000],
    [{ hours: 62 }, 62 * 3600_000],
    [{ days: 2, hours: 14 }, 62 * 3600_000],
    ['0s', 0],
    ['500ms', 500],
    ['62', undefined],
    [62, undefined],
    ['-5m', undefined],
    [{ minutes: -5 }, undefined],
    ['soon', undefined],
    [{ fortnights: 1 }, undefined],
    [{}, undefined],
    [null, undefined],
    [true, undefined],
    [['1h'], undefined],
  ])('%j is %s ms', (written, expected) => {
    expect(parseDuration(written)).toBe(expected);
  });
});
