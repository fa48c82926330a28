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
