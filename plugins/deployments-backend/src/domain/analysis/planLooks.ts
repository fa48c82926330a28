import { MAX_LOOKS } from './look';

/** After how many missed looks the rest is a gap. A poll that is a little late misses one or two. */
const MAX_LATE = 3;

/** The period of a look: from epoch milliseconds, to epoch milliseconds, not included. */
export interface LookPeriod {
  from: number;
  to: number;
}

/**
 * Lists the periods of the looks that are due, the oldest first. If too many are due, because the portal was down, only
 * the newest is taken: the others stay a gap.
 *
 * @param everyMs - length of a look
 * @param options - `from`: end of the last look, or start of the first; `taken`: looks of the attempt so far
 */
export function planLooks(
  everyMs: number,
  { from, now, taken }: { from: number; now: number; taken: number },
): LookPeriod[] {
  const due = Math.max(0, Math.floor((now - from) / everyMs));
  const missed = due > MAX_LATE ? due - 1 : 0;
  const count = Math.min(due - missed, MAX_LOOKS - taken);
  return Array.from({ length: Math.max(0, count) }, (_, index) => ({
    from: from + (missed + index) * everyMs,
    to: from + (missed + index + 1) * everyMs,
  }));
}
