import { setImmediate } from 'node:timers/promises';

/** Runs long work to its end. Other requests are served whenever it pauses, which it does by yielding. */
export async function runWithPauses<T>(work: Generator<void, T>): Promise<T> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await setImmediate();
  }
}
