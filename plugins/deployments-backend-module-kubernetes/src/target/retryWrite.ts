import { setTimeout as sleep } from 'node:timers/promises';
import {
  EffectError,
  type EffectRequest,
} from '@slipway/backstage-plugin-deployments-node';
import { getRejectedStatus, KubernetesError } from '../client/kubernetesError';
import { toEffectError, type AttemptedRequest } from './toEffectError';

/** How often a write is decided again, because an object changed or the answer was lost. */
const ATTEMPTS = 6;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Reads, decides and writes. If an object changes at the same time, or the answer is lost, it is read and decided again: the
 * objects themselves know whether the write has already happened.
 *
 * @param describe - What is tried, for messages.
 * @param attempt - Reads and decides, and calls `onWrite` before it writes.
 * @throws FencedError, or EffectError that says whether something may have been written.
 */
export async function retryWrite<TResult>(
  request: Pick<EffectRequest, 'signal' | 'deadline'>,
  describe: () => AttemptedRequest,
  attempt: (onWrite: () => void) => Promise<TResult>,
): Promise<TResult> {
  let mayHaveChanged = false;
  let pauseMs = FIRST_PAUSE_MS;
  for (let count = 1; ; count++) {
    let isWriting = false;
    try {
      return await attempt(() => {
        isWriting = true;
      });
    } catch (error) {
      const failure = findFailure(error);
      if (failure) {
        mayHaveChanged ||= isWriting && isOutcomeUnknown(failure);
        const waitMs = findPause(failure, pauseMs);
        const isWorthRepeating =
          waitMs !== undefined &&
          count < ATTEMPTS &&
          !request.signal.aborted &&
          Date.now() + waitMs < request.deadline;
        if (isWorthRepeating) {
          await sleep(waitMs, undefined, { signal: request.signal });
          pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
          continue;
        }
      }
      throw withCertainty(
        toEffectError(error, describe(), { notSent: !mayHaveChanged }),
        mayHaveChanged,
      );
    }
  }
}

/** Errors of reading have been explained already. */
function findFailure(error: unknown): KubernetesError | undefined {
  const failure = error instanceof EffectError ? error.cause : error;
  return failure instanceof KubernetesError ? failure : undefined;
}

/** Whether a write may have had its effect although it failed. */
function isOutcomeUnknown(error: KubernetesError): boolean {
  switch (error.failure.kind) {
    case 'unreachable':
      return false;
    case 'rejected':
      return error.failure.status >= 500;
    case 'unanswered':
    case 'unreadable':
      return true;
    default: {
      const unknown: never = error.failure;
      throw new Error(`Unknown failure ${JSON.stringify(unknown)}`);
    }
  }
}

/** How long to wait before it is decided again, in milliseconds; `undefined` if that can't help. */
function findPause(
  error: KubernetesError,
  pauseMs: number,
): number | undefined {
  const status = getRejectedStatus(error);
  // Several writers that lose against each other must not meet again.
  const jittered = pauseMs * (0.5 + Math.random());
  if (status === undefined) {
    return error.failure.kind === 'unreadable' ? undefined : jittered;
  }
  if (status === 409) return jittered;
  if (status === 429 || status >= 500) {
    const wanted =
      error.failure.kind === 'rejected'
        ? error.failure.retryAfterMs
        : undefined;
    return Math.max(wanted ?? 0, jittered);
  }
  return undefined;
}

/**
 * Says whether nothing was changed. An error of the decision, or of reading, is about this round only: an earlier round may
 * have written something.
 */
export function withCertainty(
  error: unknown,
  mayHaveChanged: boolean,
): unknown {
  if (!(error instanceof EffectError) || error.notSent === !mayHaveChanged) {
    return error;
  }
  return new EffectError(error.message, {
    code: error.code,
    retryable: error.retryable,
    notSent: !mayHaveChanged,
    cause: error,
  });
}
