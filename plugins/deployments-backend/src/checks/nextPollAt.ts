/** The longest delay of a check, in milliseconds, so that it is measured together with another. */
const MAX_LAG_MS = 1_000;

/**
 * The time of the next poll, in epoch milliseconds, for checks that are due at these times. Checks that are due at
 * almost the same time, e.g. because the warm-up of one ends some milliseconds before the next measurement of another,
 * are measured together; otherwise they would need separate polls for the whole step. They are delayed and never
 * measured early, because an early measurement might not count.
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
