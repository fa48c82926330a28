import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again until it works: the database may be restarting at our own wish. Throws the last error after `forMs`. */
export async function retryWithBackoff<T>(
  work: () => Promise<T>,
  forMs = 60_000,
): Promise<T> {
  const until = Date.now() + forMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > until) {
        throw error;
      }
      await sleep(200);
    }
  }
}
