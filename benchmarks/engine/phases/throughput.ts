import { pollUntil } from '../../lib/pollUntil';
import type { Contender } from '../contenders/contender';
import { clock, waitForJob } from './latency';

/** Number of concurrent requests. */
const CLIENTS = 16;
const POLL_INTERVAL_MS = 50;
const TIMEOUT_MS = 300_000;

/**
 * Measures jobs per second from the first request to the end of the last job, submitted as fast as they are accepted.
 * Afterwards, it checks that each job succeeded.
 */
export async function measureThroughput(
  contender: Contender,
  indices: readonly number[],
): Promise<number> {
  const startedAt = clock();
  const ids = await submitAll(indices, index => contender.submit(index));
  await waitUntilIdle(contender);
  const seconds = (clock() - startedAt) / 1000;
  for (const id of ids) {
    await waitForJob(contender, id);
  }
  return ids.length / seconds;
}

/** Submits jobs, and returns their ids in the order of the responses. */
export async function submitAll(
  indices: readonly number[],
  submit: (index: number) => Promise<string>,
): Promise<string[]> {
  const left = [...indices].reverse();
  const ids: string[] = [];
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (let index = left.pop(); index !== undefined; index = left.pop()) {
        ids.push(await submit(index));
      }
    }),
  );
  return ids;
}

/** Waits until no submitted job is running. */
export async function waitUntilIdle(contender: Contender): Promise<void> {
  const isIdle = await pollUntil(
    async () => ((await contender.isBusy()) ? undefined : true),
    { intervalMs: POLL_INTERVAL_MS, timeoutMs: TIMEOUT_MS },
  );
  if (!isIdle) {
    throw new Error(
      `${contender.name}: not all jobs finished within ${TIMEOUT_MS} ms`,
    );
  }
}
