import { CronExpressionParser } from 'cron-parser';
import { DateTime, IANAZone } from 'luxon';
import { explainTimeZone } from './timeZones';

/**
 * A parsed cron expression in a time zone.
 *
 * cron-parser only parses the expression. Its iteration is not used: across a DST change, `next` and `prev` of version
 * 5.10 return different instants for the same expression, and `prev` throws for `0 0 * * *` in zones that change at
 * midnight (America/Sao_Paulo, 2018-11-04).
 */
export interface CronSchedule {
  zone: string;
  /** Minutes since midnight in local time, ascending. */
  timesOfDay: number[];
  /** Whether it starts every hour. If so, it starts in both hours when DST repeats an hour. */
  everyHour: boolean;
  matchesDay(day: Day): boolean;
}

interface Day {
  year: number;
  month: number;
  day: number;
  /** 0: Sunday. */
  weekday: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Enough to find a 29 February, even across a century year that has none. */
const LOOK_AHEAD_DAYS = 8 * 366 + 1;

/** Parses a cron expression for a time zone. Throws an Error that says what is wrong. */
export function parseCronSchedule(
  expression: string,
  zone: string,
): CronSchedule {
  const wrongZone = explainTimeZone(zone);
  if (wrongZone !== undefined) throw new Error(`"${zone}" ${wrongZone}`);
  const parts = expression.trim().split(/\s+/);
  if (parts.length !== 5 || parts.some(part => !/^[\w*,/-]+$/.test(part))) {
    throw new Error(
      `"${expression}" is not a schedule; expected five cron fields: minute, hour, day of month, month, day of week, e.g. "0 18 * * FRI"`,
    );
  }
  // L, W and H are extensions that differ between cron implementations.
  if (/(^|[^A-Z])([LWH])([^A-Z]|$)/i.test(`${parts[2]} ${parts[4]}`)) {
    throw new Error(
      `"${expression}" uses L, W or H, which are not supported in schedules of windows`,
    );
  }
  const { fields } = parseCron(expression);
  const hours = numbers(fields.hour.values);
  const minutes = numbers(fields.minute.values);
  const months = new Set(numbers(fields.month.values));
  const daysOfMonth = new Set(numbers(fields.dayOfMonth.values));
  // Both 0 and 7 name Sunday.
  const weekdays = new Set(numbers(fields.dayOfWeek.values).map(d => d % 7));
  const anyDayOfMonth = fields.dayOfMonth.isWildcard;
  const anyWeekday = fields.dayOfWeek.isWildcard;

  return {
    zone,
    everyHour: hours.length === 24,
    timesOfDay: hours
      .flatMap(hour => minutes.map(minute => hour * 60 + minute))
      .sort((a, b) => a - b),
    matchesDay({ month, day, weekday }) {
      if (!months.has(month)) {
        return false;
      }
      // As in Vixie cron: if both are restricted, matching either is enough.
      if (!anyDayOfMonth && !anyWeekday) {
        return daysOfMonth.has(day) || weekdays.has(weekday);
      }
      return daysOfMonth.has(day) && weekdays.has(weekday);
    },
  };
}

/** Returns the last start at or before `at`, in epoch milliseconds; `undefined` if it is more than `atMostMs` earlier. */
export function latestStart(
  schedule: CronSchedule,
  at: number,
  atMostMs: number,
): number | undefined {
  const earliest = at - atMostMs;
  const days = Math.ceil(atMostMs / DAY) + 1;
  for (let back = 0; back <= days; back++) {
    const found = startsOn(schedule, localDay(schedule.zone, at, -back)).filter(
      start => start <= at,
    );
    const last = found[found.length - 1];
    if (last !== undefined) {
      return last >= earliest ? last : undefined;
    }
  }
  return undefined;
}

/** Returns the first start after `after`, in epoch milliseconds; `undefined` for a date that never occurs (30 February). */
export function nextStart(
  schedule: CronSchedule,
  after: number,
): number | undefined {
  for (let ahead = 0; ahead <= LOOK_AHEAD_DAYS; ahead++) {
    const found = startsOn(
      schedule,
      localDay(schedule.zone, after, ahead),
    ).find(start => start > after);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function parseCron(expression: string) {
  try {
    return CronExpressionParser.parse(expression, { tz: 'UTC' });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new Error(`"${expression}" is not a cron expression: ${detail}`);
  }
}

function numbers(values: readonly (number | string)[]): number[] {
  return values.filter((value): value is number => typeof value === 'number');
}

/** The calendar day in the zone that is `offset` days after the day of `at`. */
function localDay(zone: string, at: number, offset: number): Day {
  const local = DateTime.fromMillis(at, { zone });
  // Days are counted in UTC, where each has 24 hours.
  const date = new Date(
    Date.UTC(local.year, local.month - 1, local.day + offset),
  );
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
  };
}

/** The starts on a day, in epoch milliseconds, ascending. */
function startsOn(schedule: CronSchedule, day: Day): number[] {
  if (!schedule.matchesDay(day)) {
    return [];
  }
  const zone = IANAZone.create(schedule.zone);
  const midnight = Date.UTC(day.year, day.month - 1, day.day);
  // Zones range from UTC-12 to UTC+14, so the local day is between these two instants.
  const change = clockChange(zone, midnight - 15 * HOUR, midnight + 39 * HOUR);
  const starts = new Set<number>();
  for (const minutes of schedule.timesOfDay) {
    const early = midnight + (minutes - change.before) * MINUTE;
    const late = midnight + (minutes - change.after) * MINUTE;
    const instants = [
      ...(early < change.at ? [early] : []),
      ...(late >= change.at ? [late] : []),
    ];
    if (instants.length === 0) {
      // If DST skips the start time, the window opens at the jump.
      starts.add(change.at);
    }
    for (const instant of schedule.everyHour
      ? instants
      : instants.slice(0, 1)) {
      starts.add(instant);
    }
  }
  return [...starts].sort((a, b) => a - b);
}

/**
 * The clock change of a zone between two instants, with the offsets from UTC before and after it, in minutes. There is
 * at most one: no zone has changed twice within three days. Without a change, `at` is the end and both offsets are equal.
 */
function clockChange(
  zone: IANAZone,
  from: number,
  to: number,
): { at: number; before: number; after: number } {
  const before = zone.offset(from);
  const after = zone.offset(to);
  let low = from;
  let high = to;
  // Zones change on whole minutes.
  while (before !== after && high - low > MINUTE) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
    if (zone.offset(middle) === before) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return { at: high, before, after };
}
