import type { RetryModel } from '../model/deploymentsModel';

/**
 * Wait before the next attempt: doubles with each failed one up to `maxBackoffMs`, of which half is fixed and half
 * random. All that fails together would otherwise come back together
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/, "equal jitter").
 *
 * @param attempt - the one that failed, from 1
 * @param random - in [0, 1)
 */
export function backoffMs(
  retry: Pick<RetryModel, 'backoffMs' | 'maxBackoffMs'>,
  attempt: number,
  random: number,
): number {
  const full = Math.min(
    retry.maxBackoffMs,
    retry.backoffMs * 2 ** Math.min(attempt - 1, 30),
  );
  return Math.round(full / 2 + (full / 2) * random);
}

/** How often a cancel is asked before its outcome counts as unknown, and how long an answer may take. */
export const CANCEL_ASKS = 3;
export const CANCEL_TIMEOUT_MS = 60_000;
export const CANCEL_BACKOFF = { backoffMs: 2_000, maxBackoffMs: 15_000 };

/**
 * A rollback repeats retryable errors on its own terms, not the golden path's: `attempts: 1` there is meant for going
 * forward. Bounded, so that a rollback that does not work gets loud within minutes.
 */
export const ROLLBACK_ATTEMPTS = {
  cancel: CANCEL_ASKS,
  restore: 5,
  undo: 3,
  verify: 3,
} as const;
export const ROLLBACK_BACKOFF = { backoffMs: 1_000, maxBackoffMs: 30_000 };
/** For a restore or a verification; longer where the path's own steps may take longer. */
export const ROLLBACK_STEP_TIMEOUT_MS = 10 * 60_000;

/** How often the policies are asked again while a deployment is queued; what they look at sends no events here. */
export const ADMIT_EVERY_MS = 30_000;
