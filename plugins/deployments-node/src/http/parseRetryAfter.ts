import type { IncomingHttpHeaders } from 'node:http';

/** The three forms of a date in HTTP, all in GMT (RFC 9110, section 5.6.7). `Date.parse` alone accepts almost any number. */
const HTTP_DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? [\w -]*\d\d:\d\d:\d\d (?:GMT|\d{4})$/;

/**
 * Reads from `Retry-After` how long to wait, in milliseconds, at least 0; `undefined` if there is neither a whole number of
 * seconds nor a date. A date is compared with the response's own, if it has one, because the clocks may differ.
 *
 * @param options - `longestMs` limits what a server can ask for.
 * @public
 */
export function parseRetryAfter(
  headers: IncomingHttpHeaders,
  { longestMs }: { longestMs: number },
): number | undefined {
  const value = headers['retry-after']?.trim() ?? '';
  const now = Date.parse(headers.date ?? '') || Date.now();
  const milliseconds = /^\d+$/.test(value)
    ? Number(value) * 1000
    : parseHttpDate(value) - now;
  return Number.isNaN(milliseconds)
    ? undefined
    : Math.min(Math.max(milliseconds, 0), longestMs);
}

/** Returns epoch milliseconds, or `NaN`. */
function parseHttpDate(value: string): number {
  if (!HTTP_DATE.test(value)) return NaN;
  return Date.parse(value.endsWith('GMT') ? value : `${value} GMT`);
}
