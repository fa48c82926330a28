import { setImmediate } from 'node:timers/promises';

/**
 * SQLite answers before the event loop goes on, and thinking never lets go of it: whoever does much of either would keep
 * this process from all that comes from outside. After this long the loop gets its turn.
 */
const TURN_AFTER_MS = 10;

/** Whoever does much asks again and again, and waits for what it is given: the event loop has not had its turn for a while. */
export function createYield(): () => Promise<void> | undefined {
  let turnAt = performance.now();
  return () =>
    performance.now() - turnAt > TURN_AFTER_MS
      ? setImmediate().then(() => {
          turnAt = performance.now();
        })
      : undefined;
}

/** What comes of work that stops now and then, so that others get their turns. */
export async function runYielding<T>(work: Iterator<void, T>): Promise<T> {
  const turn = createYield();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    const wait = turn();
    if (wait) await wait;
  }
}
