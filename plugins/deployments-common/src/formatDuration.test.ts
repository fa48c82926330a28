import { formatDuration } from './formatDuration';

describe('formatDuration', () => {
  it.each([
    ['zero', 0, '0 s'],
    ['a negative duration as zero', -5_000, '0 s'],
    ['milliseconds', 250, '250 ms'],
    ['a fraction of a millisecond', 0.4, '1 ms'],
    ['almost a second', 999.5, '999 ms'],
    ['seconds, rounded down', 12_400, '12 s'],
    ['minutes and seconds', 108_000, '1 min 48 s'],
    ['whole minutes', 600_000, '10 min'],
    ['hours and minutes', 7_500_000, '2 h 5 min'],
    ['hours and seconds without the seconds', 3_605_000, '1 h'],
    ['days and hours', 223_200_000, '2 d 14 h'],
  ])('formats %s', (_name, ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
