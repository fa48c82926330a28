import { DateTime } from 'luxon';
import { getLocale } from './locale';
import { formatRoughDuration } from './value';

/** The time zone and locale to format a time in; by default the browser's zone, and the locale of the app's language. */
export interface Reader {
  zone?: string;
  locale?: string;
}

function read(iso: string, reader: Reader): DateTime {
  return DateTime.fromISO(iso, {
    zone: reader.zone ?? 'local',
    locale: reader.locale ?? getLocale(),
  });
}

const DAY: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
const CLOCK: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
};
const LAYOUTS = {
  'd LLL': DAY,
  'd LLL yyyy': { ...DAY, year: 'numeric' },
  'LLL yyyy': { month: 'short', year: 'numeric' },
  'd LLL, HH:mm': { ...DAY, ...CLOCK },
  'd LLL, HH:mm:ss': { ...DAY, ...CLOCK, second: '2-digit' },
  'd LLL yyyy, HH:mm': { ...DAY, year: 'numeric', ...CLOCK },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

/** English dates have this layout in all regions. Other languages have their own order and punctuation: `21. Nov. 2026`. */
export function formatInLayout(
  time: DateTime,
  layout: keyof typeof LAYOUTS,
): string {
  return time.locale?.startsWith('en') === false
    ? time.toLocaleString(LAYOUTS[layout])
    : time.toFormat(layout);
}

const RECENT_MS = 10_000;
const DAY_MS = 24 * 3_600_000;
/** Further away than this, a date says more than a number of days. */
const MOST_DAYS = 30;

/** How far a moment is from now. */
export type RelativeTime =
  | { kind: 'now' }
  | { kind: 'ago' | 'ahead'; span: string }
  | { kind: 'date'; date: string };

/**
 * Describes how far a moment is from now, in the largest unit: `14 min`, `2 h`, `3 d`; beyond 30 days it returns the
 * date.
 */
export function toRelativeTime(
  iso: string,
  now: number,
  reader: Reader = {},
): RelativeTime {
  const time = read(iso, reader);
  if (!time.isValid) {
    return { kind: 'date', date: iso };
  }
  const ms = Math.abs(time.toMillis() - now);
  if (ms < RECENT_MS) {
    return { kind: 'now' };
  }
  if (ms > MOST_DAYS * DAY_MS) {
    return { kind: 'date', date: formatDate(iso, reader) };
  }
  return {
    kind: time.toMillis() < now ? 'ago' : 'ahead',
    span: formatRoughDuration(ms),
  };
}

/** The whole time with its zone: `21 Nov 2026, 09:40:03 GMT+1`. */
export function formatAbsoluteTime(iso: string, reader: Reader = {}): string {
  const time = read(iso, reader);
  return time.isValid
    ? time.toLocaleString({
        ...LAYOUTS['d LLL yyyy, HH:mm'],
        second: '2-digit',
        timeZoneName: 'short',
      })
    : iso;
}

/** The day with its year: `21 Nov 2026`. */
export function formatDate(iso: string, reader: Reader = {}): string {
  const time = read(iso, reader);
  return time.isValid ? formatInLayout(time, 'd LLL yyyy') : iso;
}

/** The time of day with seconds: `09:40:03`. */
export function formatClockTime(iso: string, reader: Reader = {}): string {
  const time = read(iso, reader);
  return time.isValid ? time.toFormat('HH:mm:ss') : iso;
}

/** A day with the time, `21 Nov 2026, 09:40`, or without, `21 Nov`, in the given zone. */
export function formatDayTime(
  iso: string,
  reader: Reader = {},
  shown: 'time' | 'day' = 'time',
): string {
  const time = read(iso, reader);
  if (!time.isValid) {
    return iso;
  }
  return formatInLayout(time, shown === 'day' ? 'd LLL' : 'd LLL yyyy, HH:mm');
}

/**
 * A moment nearby, as short as is clear: `17:40` today, `Mon 08:00` within six days, else `30 Nov, 08:00`, with the year
 * if it is another.
 */
export function formatNearTime(
  iso: string,
  now: number,
  reader: Reader = {},
): string {
  const time = read(iso, reader);
  if (!time.isValid) {
    return iso;
  }
  const today = DateTime.fromMillis(now, { zone: time.zone });
  if (time.hasSame(today, 'day')) {
    return time.toFormat('HH:mm');
  }
  const days = Math.abs(
    time.startOf('day').diff(today.startOf('day'), 'days').days,
  );
  if (days <= 6) {
    return time.toFormat('ccc HH:mm');
  }
  return formatInLayout(
    time,
    time.hasSame(today, 'year') ? 'd LLL, HH:mm' : 'd LLL yyyy, HH:mm',
  );
}

/** A time zone with its offset from UTC at a moment: `Europe/Stockholm (GMT+1)`, or only `UTC`. */
export function formatZone(now: number, reader: Reader = {}): string {
  const { zoneName, offsetNameShort } = DateTime.fromMillis(now, {
    zone: reader.zone ?? 'local',
    locale: reader.locale ?? getLocale(),
  });
  return !zoneName || zoneName === offsetNameShort
    ? offsetNameShort ?? 'UTC'
    : `${zoneName} (${offsetNameShort})`;
}

/** The name of the reader's time zone: `Europe/Stockholm`. */
export function getZoneName(reader: Reader = {}): string {
  return reader.zone ?? DateTime.local().zoneName ?? 'UTC';
}

/** Milliseconds from one time to another, or to `now`. */
export function computeElapsedMs(
  from: string,
  to: string | undefined,
  now: number,
): number {
  return (to ? Date.parse(to) : now) - Date.parse(from);
}
