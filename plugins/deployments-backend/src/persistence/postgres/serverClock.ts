/** Estimates the database's clock from the times in its responses. */
export interface ServerClock {
  /**
   * Adds an observation: at some moment after `sentAt` (by `performance.now()`), the database's clock showed `now`, in epoch
   * milliseconds.
   */
  update(now: number, sentAt: number): void;
  /**
   * Returns the estimate in epoch milliseconds, or `undefined` before the first response. The estimate is never behind the
   * clock, so that an effect isn't dated before its cause. It is ahead by at most the duration of the fastest recent
   * response.
   */
  now(): number | undefined;
}

/** Rounding error of a time in whole milliseconds. */
const ROUNDING_MS = 0.5;
/** How far two clocks drift apart on machines that synchronize them. */
const DRIFT = 100e-6;

/** @param clock - this process's monotonic clock, in milliseconds */
export function createServerClock(
  clock: () => number = () => performance.now(),
): ServerClock {
  /** How far the server's clock is ahead of ours, at least and at most, at the time `at`. */
  let ahead: { least: number; most: number; at: number } | undefined;

  function aheadAt(at: number) {
    if (!ahead) {
      return undefined;
    }
    const drifted = (at - ahead.at) * DRIFT;
    return { least: ahead.least - drifted, most: ahead.most + drifted };
  }

  return {
    update(now, sentAt) {
      const at = clock();
      const least = now - ROUNDING_MS - at;
      const most = now + ROUNDING_MS - sentAt;
      const known = aheadAt(at);
      const fits = known && least <= known.most && most >= known.least;
      // A response that does not fit means that the server's clock was adjusted, or that this process was suspended.
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
