import type { BenchmarkOptions, DatabaseName } from '../engineOptions';
import type { WaitingResult } from '../engineResults';
import { measureApprovals } from './approvals';
import { measureLatency } from './latency';
import { firstSteps } from './rounds';
import type { Contenders } from './rounds';
import { submitAll, waitUntilIdle } from './throughput';

/** Measures latency before and while many deployments wait for an approval, and then approvals of some of them. */
export async function runWaiting(
  { slipway, take }: Contenders,
  database: DatabaseName,
  options: Pick<BenchmarkOptions, 'waiting' | 'approvals' | 'latencyJobs'>,
): Promise<WaitingResult> {
  const before = await measureLatency(slipway, take(options.latencyJobs));
  const ids = await submitAll(
    Array.from({ length: options.waiting }, (_, index) => index),
    slipway.submitApproved,
  );
  await waitUntilIdle(slipway);
  const timed = await measureLatency(slipway, take(options.latencyJobs));
  return {
    database,
    waiting: ids.length,
    firstStepBefore: await firstSteps(slipway, before),
    latenciesBefore: before.map(({ tookMs }) => tookMs),
    firstStep: await firstSteps(slipway, timed),
    latencies: timed.map(({ tookMs }) => tookMs),
    approvals: await measureApprovals(slipway, ids.slice(0, options.approvals)),
    memory: slipway.memory(),
  };
}
