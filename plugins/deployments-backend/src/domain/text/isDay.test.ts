import { isDay } from './isDay';

describe('a time on a day', () => {
  it.each([
    ['2027-02-28T10:00:00Z', true],
    ['2028-02-29T10:00:00Z', true],
    ['2027-02-29T10:00:00Z', false],
    ['2027-02-30', false],
    ['2027-04-31T00:00:00+02:00', false],
    ['2027-12-31T00:00:00Z', true],
    ['2027-01-00T00:00:00Z', false],
    ['2027-13-01T00:00:00Z', false],
    ['2027-00-01T00:00:00Z', false],
    ['soon', false],
  ])('%s exists: %s', (time, expected) => {
    expect(isDay(time)).toBe(expected);
  });
});
