export interface Refusals {
  /** How many seconds the sender has to wait; undefined: it may send. */
  getWait(key: string): number | undefined;
  add(key: string): void;
}

/**
 * Counts requests that were refused, by sender: one that keeps sending bad signatures is turned away before its body is
 * read, up to 25 MB of it, and without a line in the log. In this process alone: each replica counts for itself.
 *
 * @param options - `most`: so many within `windowMs` are refused one by one; `now`: epoch milliseconds
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
      // A sender with many addresses must not fill the memory; the oldest are forgotten.
      for (const oldest of refused.keys()) {
        if (refused.size <= mostKeys) break;
        refused.delete(oldest);
      }
    },
  };
}
