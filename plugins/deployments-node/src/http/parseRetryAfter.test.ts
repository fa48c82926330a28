import { parseRetryAfter } from './parseRetryAfter';

const LATER = 'Thu, 01 Jan 2026 00:01:30 GMT';

describe('parseRetryAfter', () => {
  it.each<[string | undefined, number | undefined]>([
    ['7', 7_000],
    [' 7 ', 7_000],
    ['0', 0],
    [LATER, 90_000],
    ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
    ['3600', 300_000],
    ['soon', undefined],
    ['9'.repeat(400), 300_000],
    ['1.5', undefined],
    ['-5', undefined],
    ['+5', undefined],
    ['1e3', undefined],
    ['2026', 300_000],
    ['2026-01-01', undefined],
    ['Thursday, 01-Jan-26 00:01:30 GMT', 90_000],
    ['Thu Jan  1 00:01:30 2026', 90_000],
    ['Thu, 99 Jan 2026 00:01:30 GMT', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('reads %j as %s ms', (value, expected) => {
    expect(
      parseRetryAfter(
        { 'retry-after': value, date: 'Thu, 01 Jan 2026 00:00:00 GMT' },
        { longestMs: 300_000 },
      ),
    ).toBe(expected);
  });

  it('compares a date with the own clock if the response has none', () => {
    const past = { 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' };
    expect(parseRetryAfter(past, { longestMs: 5_000 })).toBe(0);
    const future = { 'retry-after': 'Fri, 01 Jan 2100 00:00:00 GMT' };
    expect(parseRetryAfter(future, { longestMs: 5_000 })).toBe(5_000);
  });
});
