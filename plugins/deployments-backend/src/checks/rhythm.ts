/** How late a check may be measured so as to be measured with another one, in milliseconds. */
const MAX_LAG_MS = 1_000;

/**
 * When to look next, if checks are due at these times. Those that are due within a moment of each other, e.g. because
 * the warm-up of one ends a few milliseconds before the next measurement of another, are waited for and measured
 * together: otherwise they would stay those milliseconds apart for as long as they are watched. Later and not earlier,
 * as a measurement before its time may not count.
 *
 * @param dueAt - epoch milliseconds
 * @param everyMs - the shortest rhythm of the checks; a fifth of it at most is waited
 */
export function nextPollAt(
  dueAt: readonly number[],
  everyMs: number,
): number | undefined {
  if (dueAt.length === 0) return undefined;
  const first = Math.min(...dueAt);
  const lag = Math.min(MAX_LAG_MS, everyMs / 5);
  return Math.max(...dueAt.filter(at => at <= first + lag));
}
