/** How long a check may be delayed to be measured together with another one, in milliseconds. */
const MAX_LAG_MS = 1_000;

/**
 * Returns the time of the next poll, in epoch milliseconds, for checks that are due at these times. Checks that are due at
 * almost the same time are measured together. For example, the warm-up of one may end some milliseconds before the next
 * measurement of another. Otherwise, they would need separate polls for the whole step. Checks are only ever delayed,
 * because an early measurement might not count.
 *
 * @param dueAt - epoch milliseconds
 * @param everyMs - the shortest interval of the checks; checks wait for others for at most a fifth of it
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
