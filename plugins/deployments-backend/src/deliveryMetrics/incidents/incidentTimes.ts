import { InputError } from '@backstage/errors';
import { parseTime } from '../normalize/parseTime';

/** Clocks of people's machines are off by seconds. */
export const MOST_AHEAD_MS = 60_000;

/**
 * A time that a person says something happened, as epoch milliseconds; `now` where they say none.
 *
 * @param field - names it in the error
 */
export function saidTime(
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
  if (at > now + MOST_AHEAD_MS) {
    throw new InputError(
      `${field} ${said} lies ahead; leave it out for now, or say when it was`,
    );
  }
  // Nothing that happened is later than now.
  return Math.min(at, now);
}
