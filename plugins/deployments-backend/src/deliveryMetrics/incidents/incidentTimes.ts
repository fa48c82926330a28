import { InputError } from '@backstage/errors';
import { parseTime } from '../normalize/parseTime';

/** People's machines have clocks that are off by seconds. */
export const MAX_AHEAD_MS = 60_000;

/**
 * Parses a time that a person entered, as epoch milliseconds; `now` if they entered none.
 *
 * @param field - named in the error
 */
export function parseReportedTime(
  said: string | undefined,
  field: string,
  now: number,
): number {
  if (said === undefined) return now;
  const read = parseTime(said);
  if (!read?.hasZone || read.at < 0) {
    throw new InputError(
      `${field} must be a time since 1970 such as 2026-03-01T10:00:00Z, not ${JSON.stringify(
        said,
      )}`,
    );
  }
  const { at } = read;
  if (at > now + MAX_AHEAD_MS) {
    throw new InputError(
      `${field} ${said} is in the future; leave it out to use the current time, or enter a time in the past`,
    );
  }
  // Nothing happened later than now.
  return Math.min(at, now);
}
