import {
  absoluteTime,
  clockTime,
  dayTime,
  elapsedMs,
  relativeTime,
  untilTime,
} from './time';

const now = Date.parse('2026-11-21T12:00:00Z');
const reader = { zone: 'Europe/Stockholm', locale: 'en-GB' };

describe('relativeTime', () => {
  it.each([
    ['leaves "just now" to the caller', '2026-11-21T11:59:55Z', undefined],
    ['says minutes ago', '2026-11-21T11:46:00Z', '14 min ago'],
    ['says hours to come', '2026-11-21T14:00:00Z', 'in 2 hr'],
    ['says nothing of what is no time', 'yesterday', undefined],
  ])('%s', (_name, iso, text) => {
    expect(relativeTime(iso, now, reader)).toBe(text);
  });
});

describe('untilTime', () => {
  it.each([
    ['the time of day today', '2026-11-21T16:40:00Z', '17:40'],
    ['the weekday within six days', '2026-11-23T07:00:00Z', 'Mon 08:00'],
    ['the date later', '2026-11-30T07:00:00Z', '30 Nov, 08:00'],
    [
      'today in the reader’s zone, not in UTC',
      '2026-11-21T23:30:00Z',
      'Sun 00:30',
    ],
  ])('gives %s', (_name, iso, text) => {
    expect(untilTime(iso, now, reader)).toBe(text);
  });
});

describe('absoluteTime', () => {
  it('names the zone', () => {
    expect(absoluteTime('2026-11-21T08:40:03Z', reader)).toBe(
      '21 Nov 2026, 09:40:03 CET',
    );
  });
});

it('gives the time of day with seconds', () => {
  expect(clockTime('2026-11-21T08:40:03Z', reader)).toBe('09:40:03');
});

it('measures to the end, or to now', () => {
  expect(elapsedMs('2026-11-21T11:00:00Z', '2026-11-21T11:00:05Z', now)).toBe(
    5_000,
  );
  expect(elapsedMs('2026-11-21T11:59:00Z', undefined, now)).toBe(60_000);
});

it('gives a day, with its time or alone, in the zone that is asked for', () => {
  expect(dayTime('2026-11-21T23:40:03Z', reader)).toBe('22 Nov 2026, 00:40');
  expect(dayTime('2026-11-21T23:40:03Z', reader, 'day')).toBe('22 Nov');
  expect(dayTime('soon', reader)).toBe('soon');
});
