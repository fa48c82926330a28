import { formatDuration } from '@slipway/backstage-plugin-deployments-common';

/**
 * Caches a read for a short time, and lets simultaneous callers share one read. Callers, such as exporters and monitors, wait
 * at most `deadlineMs`. After that, their call rejects, although the read continues. A failed read is not cached.
 *
 * @param read - may reject
 * @param limits - in milliseconds
 */
export function cacheFor<T>(
  read: () => Promise<T>,
  limits: { maxAgeMs: number; deadlineMs: number },
): () => Promise<T> {
  let cached: { value: T; at: number } | undefined;
  let reading: Promise<T> | undefined;
  const start = () => {
    reading = read()
      .then(value => {
        cached = { value, at: performance.now() };
        return value;
      })
      .finally(() => {
        reading = undefined;
      });
    return reading;
  };
  return async () => {
    if (cached && performance.now() - cached.at < limits.maxAgeMs) {
      return cached.value;
    }
    return within(reading ?? start(), limits.deadlineMs);
  };
}

function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`No response within ${formatDuration(ms)}`)),
      ms,
    );
    timer.unref?.();
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
