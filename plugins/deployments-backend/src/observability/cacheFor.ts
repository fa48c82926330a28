import { formatDuration } from '@slipway/backstage-plugin-deployments-common';
/**
 * Answers from what was read a moment ago, and lets those who ask at the same time share one reading. A reading that
 * takes too long is given up on, so that whoever asks (an exporter, a monitor) is not held up; one that fails is not kept.
 *
 * @param read - may reject
 * @param limits - in milliseconds
 */
export function freshFor<T>(
  read: () => Promise<T>,
  limits: { maxAgeMs: number; deadlineMs: number },
): () => Promise<T> {
  let kept: { value: T; at: number } | undefined;
  let reading: Promise<T> | undefined;
  const begin = () => {
    reading = read()
      .then(value => {
        kept = { value, at: performance.now() };
        return value;
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };
  return async () => {
    if (kept && performance.now() - kept.at < limits.maxAgeMs) {
      return kept.value;
    }
    return within(reading ?? begin(), limits.deadlineMs);
  };
}

function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`No answer within ${formatDuration(ms)}`)),
      ms,
    );
    timer.unref?.();
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
