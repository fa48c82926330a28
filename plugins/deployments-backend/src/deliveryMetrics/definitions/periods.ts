import type { DoraInterval } from '@slipway/backstage-plugin-deployments-common';
import { DateTime } from 'luxon';

/**
 * A range of whole days in a time zone, the range that it is compared with, and the periods of its trend. Times are
 * epoch milliseconds.
 */
export interface MetricRange {
  from: number;
  /** Exclusive; may be in the future. */
  to: number;
  /** The end of possible data: now, or `to` if that has passed. */
  until: number;
  /**
   * Days from `from` to `until`. Each counts as one, whatever its length in hours; today counts as the part that has
   * passed.
   */
  days: number;
  /** Has the same elapsed time, so that half a week is compared with half a week. */
  previous: { from: number; to: number; days: number };
  periods: Period[];
}

interface Period {
  from: number;
  /** Exclusive. */
  to: number;
  /** First day, as `yyyy-MM-dd` in the time zone. */
  label: string;
  /** Whether it is not over, or the range cuts off a part. */
  partial: boolean;
}

/**
 * Computes a range from the days of a request.
 *
 * @param request - `from`, `to`: first and last day as `yyyy-MM-dd`; `zone`: a valid IANA name; `now`: epoch
 * milliseconds
 * @throws Error with a message for the caller if the days are invalid
 */
export function computeRange(request: {
  from: string;
  to: string;
  interval: DoraInterval;
  zone: string;
  now: number;
}): MetricRange {
  const { zone, now, interval } = request;
  const first = parseDay(request.from, 'from');
  const afterLast = parseDay(request.to, 'to').plus({ days: 1 });
  if (afterLast <= first) {
    throw new Error(
      `"to" (${request.to}) is before "from" (${request.from}); choose a last day on or after the first`,
    );
  }
  const from = getDayStart(first, zone);
  const to = getDayStart(afterLast, zone);
  const until = Math.min(Math.max(now, from), to);
  const length = measureElapsed(first, until, zone);
  const before = first.minus(afterLast.diff(first, 'days'));
  return {
    from,
    to,
    until,
    days: toDays(length),
    previous: {
      from: getDayStart(before, zone),
      ...(until === to
        ? { to: from, days: toDays(measureElapsed(before, from, zone)) }
        : addElapsed(before, length, zone)),
    },
    periods: listPeriods({ first, afterLast, interval, zone, until }),
  };
}

/** Returns the interval that makes a chart of that many days readable. */
export function chooseInterval(days: number): DoraInterval {
  if (days <= 31) return 'day';
  return days <= 200 ? 'week' : 'month';
}

function listPeriods(range: {
  first: DateTime;
  afterLast: DateTime;
  interval: DoraInterval;
  zone: string;
  until: number;
}): Period[] {
  const { first, afterLast, interval, zone, until } = range;
  const periods: Period[] = [];
  // Weeks start on Monday, as in ISO 8601.
  let start = first.startOf(interval);
  while (start < afterLast) {
    const end = start.plus({ [interval]: 1 });
    const from = DateTime.max(start, first);
    const period = {
      from: getDayStart(from, zone),
      to: getDayStart(DateTime.min(end, afterLast), zone),
      label: from.toFormat('yyyy-MM-dd'),
      partial:
        start < first || end > afterLast || until < getDayStart(end, zone),
    };
    // Skips days that a zone left out when it crossed the date line.
    if (period.to > period.from) periods.push(period);
    start = end;
  }
  return periods;
}

/** The distance of a time from the start of a day: whole days, and the elapsed part of the last day. */
interface Elapsed {
  whole: number;
  ms: number;
  /** Length of the last day, in milliseconds. */
  dayMs: number;
}

const DAY = 86_400_000;

function measureElapsed(first: DateTime, until: number, zone: string): Elapsed {
  const { year, month, day } = DateTime.fromMillis(until, { zone });
  const date = DateTime.utc(year, month, day);
  const begins = getDayStart(date, zone);
  return {
    // Rounding absorbs clock changes of some hours; skipped days are not counted.
    whole: Math.round((begins - getDayStart(first, zone)) / DAY),
    ms: until - begins,
    dayMs: getDayStart(date.plus({ days: 1 }), zone) - begins,
  };
}

function toDays({ whole, ms, dayMs }: Elapsed): number {
  return whole + ms / dayMs;
}

/**
 * Returns the time with the same distance from another day. If that time's day is shorter, it ends with the day, so
 * that no time belongs to two days.
 */
function addElapsed(first: DateTime, { whole, ms }: Elapsed, zone: string) {
  const date = first.plus({ days: whole });
  const begins = getDayStart(date, zone);
  const dayMs = getDayStart(date.plus({ days: 1 }), zone) - begins;
  const passed = Math.min(ms, dayMs);
  return {
    to: begins + passed,
    days: dayMs === 0 ? whole : whole + passed / dayMs,
  };
}

/**
 * Returns the start of a calendar day in a zone, in epoch milliseconds. If DST skips midnight, it is the jump; if
 * midnight occurs twice, it is the first one.
 */
function getDayStart({ year, month, day }: DateTime, zone: string): number {
  const midnight = DateTime.fromObject({ year, month, day }, { zone });
  return Math.min(...midnight.getPossibleOffsets().map(at => at.toMillis()));
}

/** Parses a calendar day, which is the same in every zone. */
function parseDay(day: string, field: string): DateTime {
  const parsed = DateTime.fromISO(day, { zone: 'utc' });
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !parsed.isValid) {
    throw new Error(
      `"${field}" is not a day; expected a date such as 2026-01-31, got "${day}"`,
    );
  }
  return parsed;
}
