import type { TimerOptions } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, or returns immediately when the signal aborts. Does not keep the Node.js process alive. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, { signal, ref: false });
}

async function wait(ms: number, options: TimerOptions): Promise<void> {
  try {
    await sleep(ms, undefined, options);
  } catch {
    // Aborted: the caller checks the signal.
  }
}

/**
 * Calls `check` until it returns a value other than `undefined`, with a pause of `intervalMs` after each call. Keeps
 * the Node.js process alive meanwhile.
 *
 * @returns The value; `undefined` when `timeoutMs` have passed or the signal has aborted. `check` is called at least
 *   once.
 */
export async function pollUntil<T>(
  check: () => Promise<T | undefined> | T | undefined,
  options: { intervalMs: number; timeoutMs: number; signal?: AbortSignal },
): Promise<T | undefined> {
  const { intervalMs, timeoutMs, signal } = options;
  const end = performance.now() + timeoutMs;
  for (;;) {
    const value = await check();
    if (value !== undefined) return value;
    if (performance.now() >= end || signal?.aborted) return undefined;
    await wait(intervalMs, { signal });
  }
}

/**
 * Returns the result of the work, or `undefined` as soon as the signal aborts. Removes its listener from the signal.
 */
export async function raceAbort<T>(
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  let stop = () => {};
  const aborted = new Promise<undefined>(resolve => {
    stop = () => resolve(undefined);
  });
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
