import { matchesDateRange } from './matchesDateRange';

const TIME = '2026-11-27T10:00:00Z';

it.each([
  ['>=2026-11-27T10:00:00Z', true],
  // The search drops fractions of a second, as the times of runs do.
  ['>=2026-11-27T10:00:00.900Z', true],
  ['>=2026-11-27T10:00:01Z', false],
  ['>=2026-11-27T11:00:00+01:00', true],
  ['>2026-11-27T10:00:00Z', false],
  ['>2026-11-27T09:59:59Z', true],
  ['<=2026-11-27T10:00:00Z', true],
  ['<2026-11-27T10:00:00Z', false],
  ['<2026-11-28', true],
  ['>2026-11-27', false],
  ['>=2026-11-27', true],
  ['<=2026-11-27', true],
  ['2026-11-27', true],
  ['2026-11-26', false],
  ['2026-11-26..2026-11-27', true],
  ['2026-11-27T09:00:00Z..2026-11-27T09:30:00Z', false],
  ['2026-11-27T09:00:00Z..*', true],
  ['*..2026-11-27T09:00:00Z', false],
  ['yesterday', false],
  ['>=soon', false],
])('%s includes ten o’clock: %s', (range, expected) => {
  expect(matchesDateRange(range, TIME)).toBe(expected);
});
