import type { RetryModel } from '../model/deploymentsModel';

/**
 * Returns how long to wait before the next attempt, in milliseconds. The wait doubles with each failed attempt, up to
 * `maxBackoffMs`. Half of it is fixed and half is random, so that calls that failed together don't retry together
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

/** How many times to request that a step be cancelled. After that, its outcome counts as unknown. */
export const CANCEL_ASKS = 3;
/** How long each of these requests may take. */
export const CANCEL_TIMEOUT_MS = 60_000;
export const CANCEL_BACKOFF = { backoffMs: 2_000, maxBackoffMs: 15_000 };

/**
 * How many times to attempt each action of a rollback. The golden path's `retry` doesn't apply, because its `attempts: 1` is
 * meant for deploying, not for rolling back. The limit makes a rollback that doesn't work fail visibly within minutes.
 */
export const ROLLBACK_ATTEMPTS = {
  cancel: CANCEL_ASKS,
  restore: 5,
  undo: 3,
  verify: 3,
} as const;
export const ROLLBACK_BACKOFF = { backoffMs: 1_000, maxBackoffMs: 30_000 };
/** The minimum timeout of a restore or a verification. It is longer if the golden path's own steps may take longer. */
export const ROLLBACK_STEP_TIMEOUT_MS = 10 * 60_000;
