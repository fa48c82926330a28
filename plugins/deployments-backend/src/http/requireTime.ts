import { InputError } from '@backstage/errors';

/** RFC 3339 has leap seconds; what we compute with and store has not. */
export function requireTime(time: string | undefined, field: string): void {
  if (time !== undefined && Number.isNaN(Date.parse(time))) {
    throw new InputError(
      `${field} must be a time such as 2026-03-01T10:00:00Z, without a leap second, not ${JSON.stringify(
        time,
      )}`,
    );
  }
}

/** Clocks of build machines are off by minutes, not by days. */
const MOST_AHEAD_MS = 24 * 3600_000;

/** When something was built: what comes out as the newest forever, or as older than anything, is a clock's mistake. */
export function requireBuildTime(
  time: string | undefined,
  field: string,
  now: number,
): void {
  requireTime(time, field);
  const at = time === undefined ? now : Date.parse(time);
  if (at > now + MOST_AHEAD_MS) {
    throw new InputError(
      `${field} ${time} lies in the future: check the clock of the machine that sent it, or leave it out`,
    );
  }
  if (at < 0) {
    throw new InputError(
      `${field} ${time} lies before 1970: check the clock of the machine that sent it, or leave it out`,
    );
  }
}
