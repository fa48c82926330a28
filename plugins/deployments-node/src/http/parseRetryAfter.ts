import type { IncomingHttpHeaders } from 'node:http';

/**
 * Reads from `Retry-After` how long to wait, in milliseconds, at least 0; `undefined` if there is neither a number of seconds nor
 * a date. A date is compared with the response's own, if it has one, because the clocks may differ.
 *
 * @param options - `longestMs` limits what a server can ask for.
 * @public
 */
export function parseRetryAfter(
  headers: IncomingHttpHeaders,
  { longestMs = Number.POSITIVE_INFINITY }: { longestMs?: number } = {},
): number | undefined {
  const value = headers['retry-after']?.trim();
  if (!value) return undefined;
  const now = Date.parse(headers.date ?? '') || Date.now();
  const milliseconds = /^\d+$/.test(value)
    ? Number(value) * 1000
    : Date.parse(value) - now;
  return Number.isNaN(milliseconds)
    ? undefined
    : Math.min(Math.max(milliseconds, 0), longestMs);
}
