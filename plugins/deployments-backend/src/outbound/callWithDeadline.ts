import { formatDuration } from '@slipway/backstage-plugin-deployments-common';
import { createTimeoutSignal } from '@slipway/backstage-plugin-deployments-node';

/**
 * Calls a provider, and waits for it at most for the limit, even if it ignores its signal.
 *
 * @param limitMs - In milliseconds.
 * @param stop - Ends the call earlier, with its reason as the error.
 * @throws Error that there was no response in time, the reason of `stop`, or the provider's own
 */
export async function callWithDeadline<T>(
  limitMs: number,
  call: (signal: AbortSignal) => Promise<T>,
  stop?: AbortSignal,
): Promise<T> {
  const timeout = createTimeoutSignal(limitMs);
  const signal = stop ? AbortSignal.any([timeout, stop]) : timeout;
  let giveUp = () => {};
  const late = new Promise<never>((_resolve, reject) => {
    giveUp = () =>
      reject(
        stop?.aborted
          ? stop.reason
          : new Error(`no response within ${formatDuration(limitMs)}`),
      );
    signal.addEventListener('abort', giveUp, { once: true });
    if (signal.aborted) giveUp();
  });
  try {
    return await Promise.race([call(signal), late]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
