import type { DoraInterval } from '@slipway/backstage-plugin-deployments-common';
import { DateTime } from 'luxon';

/** A window of whole days in a time zone, what it is compared with, and the periods of its trend. Epoch milliseconds. */
export interface Window {
  from: number;
  /** Exclusive; may lie ahead of now. */
  to: number;
  /** Up to when there can be data: now, or `to` where that is over. */
  until: number;
  /** Days from `from` to `until`, each one day however long it is; the present one counts as far as it has come. */
  days: number;
  /** Of equal elapsed time, so that half a week is compared with half a week. */
  previous: { from: number; to: number; days: number };
  periods: Period[];
}

interface Period {
  from: number;
  /** Exclusive. */
  to: number;
  /** First day, as `yyyy-MM-dd` in the time zone. */
  label: string;
  /** It is not over, or the window cuts a part of it off. */
  partial: boolean;
}

/**
 * @param request - `from`, `to`: first and last day as `yyyy-MM-dd`; `zone`: a valid IANA name; `now`: epoch ms
 * @throws Error with a sentence for the caller, when the days make no window
 */
export function getWindow(request: {
  from: string;
  to: string;
  interval: DoraInterval;
  zone: string;
  now: number;
}): Window {
  const { zone, now, interval } = request;
  const first = formatDate(request.from, 'from');
  const afterLast = formatDate(request.to, 'to').plus({ days: 1 });
  if (afterLast <= first) {
    throw new Error(
      `"to" (${request.to}) is before "from" (${request.from}); choose a last day on or after the first`,
    );
  }
  const from = getBeginning(first, zone);
  const to = getBeginning(afterLast, zone);
  const until = Math.min(Math.max(now, from), to);
  const length = elapsed(first, until, zone);
  const before = first.minus(afterLast.diff(first, 'days'));
  return {
    from,
    to,
    until,
    days: inDays(length),
    previous: {
      from: getBeginning(before, zone),
      ...(until === to
        ? { to: from, days: inDays(elapsed(before, from, zone)) }
        : sameOf(before, length, zone)),
    },
    periods: listPeriods({ first, afterLast, interval, zone, until }),
  };
}

/** By which periods a window of that many days reads best. */
export function intervalFor(days: number): DoraInterval {
  if (days <= 31) return 'day';
  return days <= 200 ? 'week' : 'month';
}

function listPeriods(window: {
  first: DateTime;
  afterLast: DateTime;
  interval: DoraInterval;
  zone: string;
  until: number;
}): Period[] {
  const { first, afterLast, interval, zone, until } = window;
  const periods: Period[] = [];
  // Weeks begin on Monday, as ISO 8601 has it.
  let start = first.startOf(interval);
  while (start < afterLast) {
    const end = start.plus({ [interval]: 1 });
    const from = DateTime.max(start, first);
    const period = {
      from: getBeginning(from, zone),
      to: getBeginning(DateTime.min(end, afterLast), zone),
      label: from.toFormat('yyyy-MM-dd'),
      partial:
        start < first || end > afterLast || until < getBeginning(end, zone),
    };
    // Days that a zone left out when it crossed the date line never were.
    if (period.to > period.from) periods.push(period);
    start = end;
  }
  return periods;
}

/** How far a time lies after the beginning of a day: whole days, and what of the day of the time has passed. */
interface Elapsed {
  whole: number;
  ms: number;
  /** Of the day that has begun, in milliseconds. */
  dayMs: number;
}

const DAY = 86_400_000;

function elapsed(first: DateTime, until: number, zone: string): Elapsed {
  const { year, month, day } = DateTime.fromMillis(until, { zone });
  const date = DateTime.utc(year, month, day);
  const begins = getBeginning(date, zone);
  return {
    // The clocks change by hours, which rounding forgives; days that never were are not counted.
    whole: Math.round((begins - getBeginning(first, zone)) / DAY),
    ms: until - begins,
    dayMs: getBeginning(date.plus({ days: 1 }), zone) - begins,
  };
}

function inDays({ whole, ms, dayMs }: Elapsed): number {
  return whole + ms / dayMs;
}

/** As long after another day. One that is shorter ends before: no time is part of two days. */
function sameOf(first: DateTime, { whole, ms }: Elapsed, zone: string) {
  const date = first.plus({ days: whole });
  const begins = getBeginning(date, zone);
  const dayMs = getBeginning(date.plus({ days: 1 }), zone) - begins;
  const passed = Math.min(ms, dayMs);
  return {
    to: begins + passed,
    days: dayMs === 0 ? whole : whole + passed / dayMs,
  };
}

/**
 * When a day of the calendar begins in a zone, epoch milliseconds: where the clock skips midnight when it goes on, and
 * where midnight comes twice the first time.
 */
function getBeginning({ year, month, day }: DateTime, zone: string): number {
  const midnight = DateTime.fromObject({ year, month, day }, { zone });
  return Math.min(...midnight.getPossibleOffsets().map(at => at.toMillis()));
}

/** A day of the calendar, which is the same in every zone. */
function formatDate(day: string, field: string): DateTime {
  const parsed = DateTime.fromISO(day, { zone: 'utc' });
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !parsed.isValid) {
    throw new Error(
      `"${field}" is not a day; expected one such as 2026-01-31, got "${day}"`,
    );
  }
  return parsed;
}
