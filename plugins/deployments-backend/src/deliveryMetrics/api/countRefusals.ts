export interface Refusals {
  /** How many seconds the sender has to wait, or undefined if it may send. */
  getWait(key: string): number | undefined;
  add(key: string): void;
}

/**
 * Counts rejected requests by sender. A sender with many bad signatures is rejected before its body of up to 25 MB is
 * read, and without a line in the log. Each replica counts for itself.
 *
 * @param options - `most`: how many within `windowMs` are rejected one by one; `now`: epoch milliseconds
 */
export function countRefusals({
  most = 20,
  windowMs = 60_000,
  mostKeys = 10_000,
  now = Date.now,
}: {
  most?: number;
  windowMs?: number;
  mostKeys?: number;
  now?: () => number;
} = {}): Refusals {
  const refused = new Map<string, { since: number; n: number }>();
  const current = (key: string) => {
    const known = refused.get(key);
    return known && now() - known.since < windowMs ? known : undefined;
  };
  return {
    getWait(key) {
      const known = current(key);
      return known && known.n >= most
        ? Math.max(1, Math.ceil((known.since + windowMs - now()) / 1000))
        : undefined;
    },
    add(key) {
      const known = current(key);
      if (known) {
        known.n++;
        return;
      }
      refused.delete(key);
      refused.set(key, { since: now(), n: 1 });
      // A sender with many addresses must not fill the memory, so the oldest entries are dropped.
      for (const oldest of refused.keys()) {
        if (refused.size <= mostKeys) break;
        refused.delete(oldest);
      }
    },
  };
}
