import { setImmediate } from 'node:timers/promises';

/**
 * How long work may block the event loop, in milliseconds. SQLite responds synchronously and computations never yield, so
 * long work would otherwise keep this process from handling anything else.
 */
const TURN_AFTER_MS = 10;

/**
 * Creates a function that long work calls repeatedly and awaits. It returns a promise if the work has blocked the event loop
 * for too long, and `undefined` otherwise.
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

/** Runs a generator, yields to the event loop at its pauses if needed, and returns its result. */
export async function runYielding<T>(work: Iterator<void, T>): Promise<T> {
  const turn = createYield();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    const wait = turn();
    if (wait) await wait;
  }
}
