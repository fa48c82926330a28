import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from '../contenders/contender';

/** How often the client asks whether it is done, in milliseconds: the resolution of what it sees. */
const ASK_EVERY_MS = 5;
const AT_MOST_MS = 60_000;

export interface Timed {
  id: string;
  /** By this process's clock, epoch milliseconds. */
  askedAt: number;
  /** Until the client was told that it is done, in milliseconds. */
  tookMs: number;
}

/** Epoch milliseconds with fractions. */
export function clock(): number {
  return performance.timeOrigin + performance.now();
}

/** One job after the other, each seen to its end. */
export async function measureLatency(
  contender: Contender,
  indices: readonly number[],
): Promise<Timed[]> {
  const timed: Timed[] = [];
  for (const index of indices) {
    const askedAt = clock();
    const id = await contender.submit(index);
    await untilDone(contender, id);
    timed.push({ id, askedAt, tookMs: clock() - askedAt });
  }
  return timed;
}

/** Throws when it failed, or did not end in time. */
export async function untilDone(
  contender: Contender,
  id: string,
): Promise<void> {
  const until = clock() + AT_MOST_MS;
  for (;;) {
    const status = await contender.status(id);
    switch (status) {
      case 'succeeded':
        return;
      case 'failed':
        throw new Error(`${contender.name}: job ${id} failed`);
      case 'under way':
        break;
      default:
        throw new Error(`Unknown status ${status satisfies never}`);
    }
    if (clock() > until) {
      throw new Error(
        `${contender.name}: job ${id} is not done after ${AT_MOST_MS} ms`,
      );
    }
    await sleep(ASK_EVERY_MS);
  }
}
