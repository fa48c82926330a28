import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Calls `check` until it returns a value other than `undefined`, with a pause after each call.
 *
 * @returns The value; `undefined` after `timeoutMs`. `check` is called at least once.
 */
export async function pollUntil<T>(
  check: () => Promise<T | undefined> | T | undefined,
  options: { intervalMs: number; timeoutMs: number },
): Promise<T | undefined> {
  const deadline = performance.now() + options.timeoutMs;
  for (;;) {
    const value = await check();
    if (value !== undefined) return value;
    if (performance.now() >= deadline) return undefined;
    await sleep(options.intervalMs);
  }
}
