import { setImmediate } from 'node:timers/promises';

/**
 * SQLite responds synchronously, and computing never yields. Long work of either kind would keep this process from
 * handling anything else, so the event loop gets a turn after this many milliseconds.
 */
const TURN_AFTER_MS = 10;

/**
 * Creates a function for long work to call repeatedly and to await: it returns a promise when the event loop has not
 * had a turn for a while, otherwise `undefined`.
 */
export function createYield(): () => Promise<void> | undefined {
  let turnAt = performance.now();
  return () =>
    performance.now() - turnAt > TURN_AFTER_MS
      ? setImmediate().then(() => {
          turnAt = performance.now();
        })
      : undefined;
}

/** Runs work that pauses now and then, yields to the event loop at the pauses, and returns the result. */
export async function runYielding<T>(work: Iterator<void, T>): Promise<T> {
  const turn = createYield();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    const wait = turn();
    if (wait) await wait;
  }
}
