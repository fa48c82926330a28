import { InputError } from '@backstage/errors';
import { DateTime } from 'luxon';
import type { DoraInterval } from '@slipway/backstage-plugin-deployments-common';
import {
  type MetricRange,
  chooseInterval,
  computeRange,
} from '../definitions/periods';
import { explainTimeZone } from '../../domain/policy/timeZones';

/** Two years and a leap day: the longest range that the metrics are designed for. */
const MAX_DAYS = 731;

export interface RequestedRange {
  /** Days as `yyyy-MM-dd`. */
  from?: string;
  to?: string;
  interval?: DoraInterval;
  timeZone?: string;
}

export interface ReadRange {
  range: MetricRange;
  interval: DoraInterval;
  timeZone: string;
  /** Start of each day of the range, in epoch milliseconds. */
  dayStarts: number[];
}

/** Reads the range of a request. Throws InputError with the name of the wrong field. `now`: epoch milliseconds. */
export function readRange(
  request: RequestedRange,
  defaults: { timeZone: string; defaultWindowDays: number },
  now: number,
): ReadRange {
  const timeZone = request.timeZone ?? defaults.timeZone;
  const wrong = explainTimeZone(timeZone);
  if (wrong !== undefined) {
    throw new InputError(`timeZone ${JSON.stringify(timeZone)} ${wrong}`);
  }
  const to = request.to ?? toDay(DateTime.fromMillis(now, { zone: timeZone }));
  const from =
    request.from ??
    toDay(requireDay(to, 'to').minus({ days: defaults.defaultWindowDays - 1 }));
  const days = requireDay(to, 'to').diff(requireDay(from, 'from'), 'days').days;
  if (days < 0) {
    throw new InputError(
      `to (${to}) is before from (${from}). Choose a last day on or after the first.`,
    );
  }
  if (days + 1 > MAX_DAYS) {
    throw new InputError(
      `from (${from}) to (${to}) is ${
        days + 1
      } days. Choose at most ${MAX_DAYS} days.`,
    );
  }
  const interval = request.interval ?? chooseInterval(days + 1);
  const of = (width: DoraInterval) =>
    computeRange({ from, to, interval: width, zone: timeZone, now });
  return {
    range: of(interval),
    interval,
    timeZone,
    dayStarts: of('day').periods.map(period => period.from),
  };
}

/** Parses a calendar day without a zone: the length of a range does not depend on a zone. */
function requireDay(day: string, field: string): DateTime {
  const parsed = DateTime.fromISO(day, { zone: 'utc' });
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !parsed.isValid) {
    throw new InputError(
      `${field} must be a day such as 2026-01-31, not ${JSON.stringify(day)}`,
    );
  }
  return parsed;
}

function toDay(time: DateTime): string {
  return time.toFormat('yyyy-MM-dd');
}
