/** As the OpenAPI document says; the validator bounds what is asked for. */
export const DEFAULT_PAGE = 50;
export const DEFAULT_LOG_PAGE = 1000;

/** Epoch milliseconds of a validated RFC 3339 time. */
export function readTime(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time);
}
