import { DateTime } from 'luxon';

/** Converts a date-and-time field's value, in the reader's zone, to the API's format; undefined if empty. */
export function parseLocalTime(text: string): string | undefined {
  const time = DateTime.fromISO(text);
  return text && time.isValid ? time.toUTC().toISO() ?? undefined : undefined;
}
