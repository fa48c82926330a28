import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from '../contenders/contender';
import { clock, untilDone } from './latency';

/** How many requests are on their way at once. */
const CLIENTS = 16;
const ASK_EVERY_MS = 50;
const AT_MOST_MS = 300_000;

/**
 * Jobs a second from the first request to the end of the last one, all asked for as fast as they are taken. Every one is
 * then asked how it ended, outside of the measured time.
 */
export async function measureThroughput(
  contender: Contender,
  indices: readonly number[],
): Promise<number> {
  const startedAt = clock();
  const ids = await submitAll(indices, index => contender.submit(index));
  await untilIdle(contender);
  const seconds = (clock() - startedAt) / 1000;
  for (const id of ids) {
    await untilDone(contender, id);
  }
  return ids.length / seconds;
}

/** Returns the ids, in the order in which they were answered. */
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

/** Until nothing that was submitted is under way. */
export async function untilIdle(contender: Contender): Promise<void> {
  const until = clock() + AT_MOST_MS;
  while (await contender.isBusy()) {
    if (clock() > until) {
      throw new Error(
        `${contender.name}: not all jobs were done after ${AT_MOST_MS} ms`,
      );
    }
    await sleep(ASK_EVERY_MS);
  }
}
