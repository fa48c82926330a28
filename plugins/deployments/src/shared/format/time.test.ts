import {
  formatAbsoluteTime,
  formatClockTime,
  formatDate,
  formatDayTime,
  computeElapsedMs,
  toRelativeTime,
  formatNearTime,
  formatZone,
} from './time';

const now = Date.parse('2026-11-21T12:00:00Z');
const reader = { zone: 'Europe/Stockholm', locale: 'en-GB' };

describe('toRelativeTime', () => {
  it.each([
    ['a moment ago is now', '2026-11-21T11:59:55Z', { kind: 'now' }],
    ['seconds ago', '2026-11-21T11:59:47Z', { kind: 'ago', span: '13\u00a0s' }],
    [
      'minutes ago',
      '2026-11-21T11:46:00Z',
      { kind: 'ago', span: '14\u00a0min' },
    ],
    [
      'hours ahead',
      '2026-11-21T14:30:00Z',
      { kind: 'ahead', span: '2\u00a0h' },
    ],
    ['days ago', '2026-11-18T11:00:00Z', { kind: 'ago', span: '3\u00a0d' }],
    [
      'months ago as the date',
      '2026-08-21T23:30:00Z',
      { kind: 'date', date: '22 Aug 2026' },
    ],
    [
      'what is no time as it is',
      'yesterday',
      { kind: 'date', date: 'yesterday' },
    ],
  ])('gives %s', (_name, iso, expected) => {
    expect(toRelativeTime(iso, now, reader)).toEqual(expected);
  });
});

describe('formatNearTime', () => {
  it.each([
    ['the time of day today', '2026-11-21T16:40:00Z', '17:40'],
    ['the weekday within six days', '2026-11-23T07:00:00Z', 'Mon 08:00'],
    ['the date later', '2026-11-30T07:00:00Z', '30 Nov, 08:00'],
    ['the year if it is another', '2027-11-30T07:00:00Z', '30 Nov 2027, 08:00'],
    [
      'today in the reader’s zone, not in UTC',
      '2026-11-21T23:30:00Z',
      'Sun 00:30',
    ],
  ])('gives %s', (_name, iso, text) => {
    expect(formatNearTime(iso, now, reader)).toBe(text);
  });
});

describe('formatAbsoluteTime', () => {
  it('names the zone', () => {
    expect(formatAbsoluteTime('2026-11-21T08:40:03Z', reader)).toBe(
      '21 Nov 2026, 09:40:03 CET',
    );
  });
});

it('gives the time of day with seconds', () => {
  expect(formatClockTime('2026-11-21T08:40:03Z', reader)).toBe('09:40:03');
});

it('measures to the end, or to now', () => {
  expect(
    computeElapsedMs('2026-11-21T11:00:00Z', '2026-11-21T11:00:05Z', now),
  ).toBe(5_000);
  expect(computeElapsedMs('2026-11-21T11:59:00Z', undefined, now)).toBe(60_000);
});

it('formats a day with or without its time in the given zone', () => {
  expect(formatDayTime('2026-11-21T23:40:03Z', reader)).toBe(
    '22 Nov 2026, 00:40',
  );
  expect(formatDayTime('2026-11-21T23:40:03Z', reader, 'day')).toBe('22 Nov');
  expect(formatDayTime('soon', reader)).toBe('soon');
});

it('formats a day with its year', () => {
  expect(formatDate('2026-11-21T23:40:03Z', reader)).toBe('22 Nov 2026');
});

it.each([
  ['Europe/Stockholm', 'Europe/Stockholm (CET)'],
  ['UTC', 'UTC'],
])('names the zone %s', (zone, text) => {
  expect(formatZone(now, { ...reader, zone })).toBe(text);
});
