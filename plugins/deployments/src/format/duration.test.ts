import { formatDuration, formatSpan } from './duration';

describe('formatDuration', () => {
  it.each([
    ['nothing yet', 0, '0s'],
    ['a clock that is behind', -5_000, '0s'],
    ['less than a second', 999, '0s'],
    ['seconds', 12_400, '12s'],
    ['minutes with seconds', 108_000, '1m48s'],
    ['a leading zero in seconds', 245_000, '4m05s'],
    ['hours with minutes', 7_500_000, '2h05m'],
    ['days with hours', 273_600_000, '3d4h'],
  ])('shows %s', (_name, ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('formatSpan', () => {
  it.each([
    ['milliseconds', 250, '250 ms'],
    ['seconds', 10_000, '10 s'],
    ['minutes without seconds', 600_000, '10 min'],
    ['minutes and seconds', 90_000, '1 min 30 s'],
    ['hours', 3_600_000, '1 h'],
    ['days and hours', 223_200_000, '2 d 14 h'],
  ])('says %s', (_name, ms, text) => {
    expect(formatSpan(ms)).toBe(text);
  });
});
