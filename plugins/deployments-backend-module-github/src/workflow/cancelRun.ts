import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowRun } from '../client/gitHubResponses';
import { getRejectedStatus } from '../client/gitHubError';
import type { WorkflowContext } from './workflowContext';

/** How long `cancelAndWait` waits until a run has stopped. */
const WAIT_MS = 10_000;
/** Left of the deadline for the caller. */
const MARGIN_MS = 1_000;

/**
 * Asks GitHub to stop a run, once, and with force if it has not stopped some time later.
 *
 * @param since - When it was asked first, in epoch milliseconds, if the caller knows.
 * @throws GitHubError
 */
export async function requestCancel(
  { repository, ledger, timing }: WorkflowContext,
  run: WorkflowRun,
  { since, signal }: { since?: number; signal: AbortSignal },
): Promise<void> {
  const entry = ledger.open(`${repository.host}/${run.id}`, () => ({
    body: '',
    quietUntil: 0,
  }));
  const firstAt = since ?? entry.cancelledAt;
  const isForced =
    firstAt !== undefined && Date.now() - firstAt >= timing.forceCancelAfterMs;
  if (entry.cancelledAt !== undefined && !isForced) return;
  try {
    await repository.cancelRun(run.id, { isForced }, { signal });
  } catch (error) {
    // It has ended meanwhile.
    if (getRejectedStatus(error) !== 409) throw error;
  }
  entry.cancelledAt ??= Date.now();
}

/**
 * Stops a run and waits a moment until it has stopped.
 *
 * @returns `unknown` if it still runs, or if it has succeeded in the meantime.
 */
export async function cancelAndWait(
  context: WorkflowContext,
  run: WorkflowRun,
  { deadline, signal }: { deadline: number; signal: AbortSignal },
): Promise<'cancelled' | 'unknown'> {
  const end = Math.min(Date.now() + WAIT_MS, deadline - MARGIN_MS);
  let current = run;
  while (current.status !== 'completed') {
    await requestCancel(context, current, { signal });
    if (Date.now() > end || signal.aborted) return 'unknown';
    await sleep(context.timing.cancelPollMs, undefined, { signal });
    current = await context.repository.getRun(run.id, { signal });
  }
  return current.conclusion === 'success' ? 'unknown' : 'cancelled';
}
