import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Retries until the work succeeds, because the harness may be restarting the database. Throws the last error after
 * `timeoutMs`.
 */
export async function retryUntilAvailable<T>(
  work: () => Promise<T>,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
      await sleep(200);
    }
  }
}
