/** What this process makes of the database's clock, from the answers that told it. */
export interface ServerClock {
  /** `now`: what the clock showed, epoch milliseconds, at some moment since `askedAt` of `performance.now()`. */
  learn(now: number, askedAt: number): void;
  /**
   * Epoch milliseconds: not before what the clock shows, so that what has happened is not dated before its cause, and
   * after it by no more than the fastest answer of late took. `undefined` before the first answer.
   */
  now(): number | undefined;
}

/** Of a time that is told in whole milliseconds. */
const ROUNDING_MS = 0.5;
/** How far two clocks drift apart, as far as machines keep them together. */
const DRIFT = 100e-6;

/** @param clock - this process's, in milliseconds, which nobody sets */
export function createServerClock(
  clock: () => number = () => performance.now(),
): ServerClock {
  /** How far the server's clock is ahead of ours, at least and at most, as it was at `at`. */
  let ahead: { least: number; most: number; at: number } | undefined;

  function aheadAt(at: number) {
    if (!ahead) {
      return undefined;
    }
    const drifted = (at - ahead.at) * DRIFT;
    return { least: ahead.least - drifted, most: ahead.most + drifted };
  }

  return {
    learn(now, askedAt) {
      const at = clock();
      const least = now - ROUNDING_MS - at;
      const most = now + ROUNDING_MS - askedAt;
      const known = aheadAt(at);
      const fits = known && least <= known.most && most >= known.least;
      // One that does not fit: somebody set the server's clock, or this process stood still.
      ahead = fits
        ? {
            least: Math.max(least, known.least),
            most: Math.min(most, known.most),
            at,
          }
        : { least, most, at };
    },
    now() {
      const at = clock();
      const known = aheadAt(at);
      return known && Math.ceil(at + known.most);
    },
  };
}
