import type { DoraInterval } from '@slipway/backstage-plugin-deployments-common';
import { DateTime } from 'luxon';

/** A window of whole days in a time zone, what it is compared with, and the periods of its trend. Epoch milliseconds. */
export interface Window {
  from: number;
  /** Exclusive; may lie ahead of now. */
  to: number;
  /** Up to when there can be data: now, or `to` where that is over. */
  until: number;
  /** Calendar days from `from` to `until`; the present one counts as far as it has come. */
  days: number;
  /** Of equal elapsed time, so that half a week is compared with half a week. */
  previous: { from: number; to: number; days: number };
  periods: Period[];
}

export interface Period {
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
export function windowOf(request: {
  from: string;
  to: string;
  interval: DoraInterval;
  zone: string;
  now: number;
}): Window {
  const { zone, now, interval } = request;
  const from = dayIn(zone, request.from, 'from');
  const to = dayIn(zone, request.to, 'to').plus({ days: 1 });
  if (to <= from) {
    throw new Error(
      `"to" (${request.to}) is before "from" (${request.from}); choose a last day on or after the first`,
    );
  }
  const at = DateTime.fromMillis(now, { zone });
  const until = clamp(at, from, to);
  const length = until.diff(from, ['days', 'milliseconds']);
  const previousFrom = from.minus({ days: Math.round(daysBetween(from, to)) });
  const previousTo = previousFrom.plus(length);
  return {
    from: from.toMillis(),
    to: to.toMillis(),
    until: until.toMillis(),
    days: daysBetween(from, until),
    previous: {
      from: previousFrom.toMillis(),
      to: previousTo.toMillis(),
      days: daysBetween(previousFrom, previousTo),
    },
    periods: periodsOf(from, to, interval, until),
  };
}

/** By which periods a window of that many days reads best. */
export function intervalFor(days: number): DoraInterval {
  if (days <= 31) return 'day';
  return days <= 200 ? 'week' : 'month';
}

function periodsOf(
  from: DateTime,
  to: DateTime,
  interval: DoraInterval,
  until: DateTime,
): Period[] {
  const periods: Period[] = [];
  // Weeks begin on Monday, as ISO 8601 has it.
  let start = from.startOf(interval);
  while (start < to) {
    const end = start.plus({ [interval]: 1 }).startOf(interval);
    const first = DateTime.max(start, from);
    const last = DateTime.min(end, to);
    periods.push({
      from: first.toMillis(),
      to: last.toMillis(),
      label: first.toFormat('yyyy-MM-dd'),
      partial: start < from || end > to || until < end,
    });
    start = end;
  }
  return periods;
}

/** Days of the calendar: one on which the clock changes is as long as any other. */
function daysBetween(from: DateTime, to: DateTime): number {
  return to.diff(from, 'days').days;
}

function clamp(at: DateTime, from: DateTime, to: DateTime): DateTime {
  return DateTime.min(DateTime.max(at, from), to);
}

function dayIn(zone: string, day: string, field: string): DateTime {
  const parsed = DateTime.fromISO(day, { zone });
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !parsed.isValid) {
    throw new Error(
      `"${field}" is not a day; expected one such as 2026-01-31, got "${day}"`,
    );
  }
  // Where the clock skips midnight the day begins when it goes on.
  return parsed.startOf('day');
}
