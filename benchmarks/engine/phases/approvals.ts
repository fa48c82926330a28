import type { Slipway } from '../contenders/slipway';
import { clock, untilDone } from './latency';

export interface ApprovalTimes {
  /** Until the answer to the command, in milliseconds. */
  answeredMs: number;
  /** Until the step after the approval started, in milliseconds. */
  startedMs: number;
}

/** Approves deployments that wait, one after the other. */
export async function measureApprovals(
  slipway: Slipway,
  ids: readonly string[],
): Promise<ApprovalTimes[]> {
  const times: ApprovalTimes[] = [];
  for (const id of ids) {
    const planHash = await slipway.planHash(id);
    const askedAt = clock();
    await slipway.approve(id, planHash);
    const answeredMs = clock() - askedAt;
    await untilDone(slipway, id);
    times.push({
      answeredMs,
      startedMs: (await startOf(slipway, id, 'one')) - askedAt,
    });
  }
  return times;
}

/** When a step of a deployment that is done started, by the database's clock, epoch milliseconds. */
export async function startOf(
  slipway: Slipway,
  id: string,
  stepId: string,
): Promise<number> {
  const startedAt = await slipway.stepStartedAt(id, stepId);
  if (startedAt === undefined) {
    throw new Error(`Step ${stepId} of deployment ${id} never started`);
  }
  return startedAt;
}
