import type { Slipway } from '../contenders/slipway';
import { clock, waitForJob } from './latency';

export interface ApprovalTimes {
  /** Until the response to the command, in milliseconds. */
  respondedMs: number;
  /** Until the step after the approval started, in milliseconds. */
  startedMs: number;
}

/** Approves waiting deployments one after the other. */
export async function measureApprovals(
  slipway: Slipway,
  ids: readonly string[],
): Promise<ApprovalTimes[]> {
  const times: ApprovalTimes[] = [];
  for (const id of ids) {
    const planHash = await slipway.planHash(id);
    const requestedAt = clock();
    await slipway.approve(id, planHash);
    const respondedMs = clock() - requestedAt;
    await waitForJob(slipway, id);
    times.push({
      respondedMs,
      startedMs: (await readStepStart(slipway, id, 'one')) - requestedAt,
    });
  }
  return times;
}

/** Reads when a step of a finished deployment started, by the database's clock, epoch milliseconds. */
export async function readStepStart(
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
