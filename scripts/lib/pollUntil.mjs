import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Calls `check` until it returns a value other than `undefined`, with a pause after each call.
 *
 * @template T
 * @param {() => Promise<T | undefined> | T | undefined} check - Called at least once, unless the signal has aborted.
 * @param {{intervalMs: number, timeoutMs?: number, signal?: AbortSignal}} options - Without `timeoutMs` it waits as
 *   long as necessary.
 * @returns {Promise<T | undefined>} The value; undefined after the timeout or if the signal aborted.
 */
export async function pollUntil(
  check,
  { intervalMs, timeoutMs = Infinity, signal },
) {
  const deadline = Date.now() + timeoutMs;
  while (!signal?.aborted) {
    const value = await check();
    if (value !== undefined) return value;
    if (Date.now() > deadline) return undefined;
    await sleep(intervalMs);
  }
  return undefined;
}
