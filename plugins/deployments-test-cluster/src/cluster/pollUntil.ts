import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Calls `check` until it returns a value other than `undefined`.
 *
 * @returns The value, or `undefined` after the timeout.
 */
export async function pollUntil<T>(
  check: () => Promise<T | undefined> | T | undefined,
  { intervalMs, timeoutMs }: { intervalMs: number; timeoutMs: number },
): Promise<T | undefined> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await check();
    if (value !== undefined || Date.now() > deadline) return value;
    await sleep(intervalMs);
  }
}
