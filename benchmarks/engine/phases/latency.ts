import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from '../contenders/contender';

/** Polling interval in milliseconds, which is the resolution of the latency. */
const POLL_INTERVAL_MS = 5;
const TIMEOUT_MS = 60_000;

export interface Timed {
  id: string;
  /** By this process's clock, epoch milliseconds. */
  requestedAt: number;
  /** Until the client saw the end, in milliseconds. */
  tookMs: number;
}

/** Returns epoch milliseconds with fractions. */
export function clock(): number {
  return performance.timeOrigin + performance.now();
}

/** Runs one job after the other and measures each. */
export async function measureLatency(
  contender: Contender,
  indices: readonly number[],
): Promise<Timed[]> {
  const timed: Timed[] = [];
  for (const index of indices) {
    const requestedAt = clock();
    const id = await contender.submit(index);
    await waitForJob(contender, id);
    timed.push({ id, requestedAt, tookMs: clock() - requestedAt });
  }
  return timed;
}

/** Waits until a job has succeeded. Throws if it fails or does not end in time. */
export async function waitForJob(
  contender: Contender,
  id: string,
): Promise<void> {
  const until = clock() + TIMEOUT_MS;
  for (;;) {
    const status = await contender.status(id);
    switch (status) {
      case 'succeeded':
        return;
      case 'failed':
        throw new Error(`${contender.name}: job ${id} failed`);
      case 'running':
        break;
      default:
        throw new Error(`Unknown status ${status satisfies never}`);
    }
    if (clock() > until) {
      throw new Error(
        `${contender.name}: job ${id} is not done after ${TIMEOUT_MS} ms`,
      );
    }
    await sleep(POLL_INTERVAL_MS);
  }
}
