import { InputError } from '@backstage/errors';
import { isDay } from '../domain/text/isDay';

/**
 * Throws InputError unless the time can be parsed and its day exists. RFC 3339 allows leap seconds, but JavaScript and the
 * databases do not.
 */
export function requireTime(time: string | undefined, field: string): void {
  if (time === undefined) {
    return;
  }
  if (Number.isNaN(Date.parse(time))) {
    throw new InputError(
      `${field} must be a time such as 2026-03-01T10:00:00Z, without a leap second, not ${JSON.stringify(
        time,
      )}`,
    );
  }
  if (!isDay(time)) {
    throw new InputError(
      `${field} must be on a day that exists, not ${JSON.stringify(time)}`,
    );
  }
}

/** A wrong clock of a build machine is off by minutes, not by days. */
const MAX_AHEAD_MS = 24 * 3600_000;

/**
 * Throws InputError for build times in the future or before 1970: a wrong clock would sort the version first or last
 * forever.
 */
export function requireBuildTime(
  time: string | undefined,
  field: string,
  now: number,
): void {
  requireTime(time, field);
  const at = time === undefined ? now : Date.parse(time);
  if (at > now + MAX_AHEAD_MS) {
    throw new InputError(
      `${field} ${time} is in the future: check the clock of the machine that sent it, or leave it out`,
    );
  }
  if (at < 0) {
    throw new InputError(
      `${field} ${time} is before 1970: check the clock of the machine that sent it, or leave it out`,
    );
  }
}
