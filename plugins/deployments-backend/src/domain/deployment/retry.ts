import type { RetryModel } from '../model/deploymentsModel';

/**
 * The wait before the next attempt, in milliseconds. It doubles with each failed attempt up to `maxBackoffMs`; half of
 * it is fixed and half random, so that calls which failed together don't retry together
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

/** How many requests to cancel are sent before the outcome counts as unknown, and how long each may take. */
export const CANCEL_ASKS = 3;
export const CANCEL_TIMEOUT_MS = 60_000;
export const CANCEL_BACKOFF = { backoffMs: 2_000, maxBackoffMs: 15_000 };

/**
 * How often each action of a rollback is attempted. The golden path's `retry` doesn't apply, because `attempts: 1` there
 * is meant for going forward. Bounded, so that a rollback that doesn't work fails visibly within minutes.
 */
export const ROLLBACK_ATTEMPTS = {
  cancel: CANCEL_ASKS,
  restore: 5,
  undo: 3,
  verify: 3,
} as const;
export const ROLLBACK_BACKOFF = { backoffMs: 1_000, maxBackoffMs: 30_000 };
/** The shortest timeout of a restore or a verification; longer if the path's own steps may take longer. */
export const ROLLBACK_STEP_TIMEOUT_MS = 10 * 60_000;

/** How often start conditions are evaluated while a deployment is queued: the facts behind them send no events. */
export const ADMIT_EVERY_MS = 30_000;
