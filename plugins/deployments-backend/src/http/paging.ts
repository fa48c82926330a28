import { requireTime } from './requireTime';

/** Defaults of the OpenAPI document, whose validator enforces the limits. */
export const DEFAULT_PAGE = 50;
export const DEFAULT_LOG_PAGE = 1000;

/**
 * Parses an RFC 3339 time into epoch milliseconds. Throws InputError, which names `field`, if it is not a valid time.
 */
export function readTime(
  time: string | undefined,
  field: string,
): number | undefined {
  requireTime(time, field);
  return time === undefined ? undefined : Date.parse(time);
}
