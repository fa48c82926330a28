import { MAX_LOOKS } from './look';

/** After how many missed looks the rest is a gap. A poll that is a little late misses one or two. */
const MAX_LATE = 3;

/** How many times as long a look is after {@link MAX_LOOKS}. */
const LONGER = 10;

/** The period of a look: from epoch milliseconds, to epoch milliseconds, not included. */
export interface LookPeriod {
  from: number;
  to: number;
}

/**
 * Returns the length of the next look in milliseconds. A canary that waits for a person for days is read less often, but
 * always read.
 *
 * @param taken - looks so far with this share of the traffic
 */
export function getLookLength(everyMs: number, taken: number): number {
  return taken < MAX_LOOKS ? everyMs : LONGER * everyMs;
}

/**
 * Lists the periods of the looks that are due, the oldest first. If too many are due, because the portal was down, only
 * the newest is taken: the others stay a gap.
 *
 * @param everyMs - length of a look, see {@link getLookLength}
 * @param options - `from`: end of the last look, or start of the first; `taken`: looks so far with this share of the
 *   traffic
 */
export function planLooks(
  everyMs: number,
  { from, now, taken }: { from: number; now: number; taken: number },
): LookPeriod[] {
  const lengthMs = getLookLength(everyMs, taken);
  const due = Math.max(0, Math.floor((now - from) / lengthMs));
  const missed = due > MAX_LATE ? due - 1 : 0;
  const count = Math.min(
    due - missed,
    taken < MAX_LOOKS ? MAX_LOOKS - taken : due,
  );
  return Array.from({ length: Math.max(0, count) }, (_, index) => ({
    from: from + (missed + index) * lengthMs,
    to: from + (missed + index + 1) * lengthMs,
  }));
}
