import { DateTime } from 'luxon';

/** Where and in which language a time is read; the browser's own unless told. */
export interface Reader {
  zone?: string;
  locale?: string;
}

function read(iso: string, reader: Reader): DateTime {
  const time = DateTime.fromISO(iso, { zone: reader.zone ?? 'local' });
  return reader.locale ? time.setLocale(reader.locale) : time;
}

/** `14 minutes ago`, `in 2 hours`; `just now` is left to the caller's words by giving undefined under 10 seconds. */
export function relativeTime(
  iso: string,
  now: number,
  reader: Reader = {},
): string | undefined {
  const time = read(iso, reader);
  if (!time.isValid || Math.abs(time.toMillis() - now) < 10_000) {
    return undefined;
  }
  return (
    time.toRelative({ base: DateTime.fromMillis(now), style: 'short' }) ??
    undefined
  );
}

/** The whole time with its zone: `21 Nov 2026, 09:40:03 GMT+1`. */
export function absoluteTime(iso: string, reader: Reader = {}): string {
  const time = read(iso, reader);
  return time.isValid
    ? time.toLocaleString({
        year: 'numeric',
        month: 'short',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        timeZoneName: 'short',
        hourCycle: 'h23',
      })
    : iso;
}

/** The time of day with seconds: `09:40:03`. */
export function clockTime(iso: string, reader: Reader = {}): string {
  const time = read(iso, reader);
  return time.isValid ? time.toFormat('HH:mm:ss') : iso;
}

/** A day with the time, `21 Nov 2026, 09:40`, or the day alone, `21 Nov`, in a zone that is not the reader's perhaps. */
export function dayTime(
  iso: string,
  reader: Reader = {},
  shown: 'time' | 'day' = 'time',
): string {
  const time = read(iso, reader);
  if (!time.isValid) {
    return iso;
  }
  return time.toFormat(shown === 'day' ? 'd LLL' : 'd LLL yyyy, HH:mm');
}

/** A moment near by, as short as is clear: `17:40` today, `Mon 08:00` within six days, else `30 Nov, 08:00`. */
export function untilTime(
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
  return days <= 6 ? time.toFormat('ccc HH:mm') : time.toFormat('d LLL, HH:mm');
}

/** Milliseconds from one time to another, or to `now`. */
export function elapsedMs(
  from: string,
  to: string | undefined,
  now: number,
): number {
  return (to ? Date.parse(to) : now) - Date.parse(from);
}
