import { pollUntil } from '../../lib/pollUntil';
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
  const status = await pollUntil(
    async () => {
      const current = await contender.status(id);
      return current === 'running' ? undefined : current;
    },
    { intervalMs: POLL_INTERVAL_MS, timeoutMs: TIMEOUT_MS },
  );
  if (status === 'failed') {
    throw new Error(`${contender.name}: job ${id} failed`);
  }
  if (status === undefined) {
    throw new Error(
      `${contender.name}: job ${id} did not finish within ${TIMEOUT_MS} ms`,
    );
  }
}
