import { useEffect, useState } from 'react';

/**
 * The browser's time in epoch milliseconds, updated at each interval; with `undefined` it stays the same. One timer per
 * component is cheap enough, because a page shows a few dozen.
 *
 * @param intervalMs - Milliseconds.
 */
export function useNow(intervalMs: number | undefined): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (intervalMs === undefined) {
      return undefined;
    }
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return now;
}
