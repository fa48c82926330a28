import { requireTime } from './requireTime';

/** As the OpenAPI document says; the validator bounds what is asked for. */
export const DEFAULT_PAGE = 50;
export const DEFAULT_LOG_PAGE = 1000;

/** Epoch milliseconds of a validated RFC 3339 time. `field` names it in the error. */
export function readTime(
  time: string | undefined,
  field: string,
): number | undefined {
  requireTime(time, field);
  return time === undefined ? undefined : Date.parse(time);
}
