import { DateTime } from 'luxon';

/** What a field for date and time holds, in the reader's zone, as the API takes it; undefined where it is empty. */
export function isoOfField(text: string): string | undefined {
  const time = DateTime.fromISO(text);
  return text && time.isValid ? time.toUTC().toISO() ?? undefined : undefined;
}
