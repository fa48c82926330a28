/**
 * Same as `AbortSignal.timeout`, for a signal that is combined with others by `AbortSignal.any`. Node 20 collects a timeout
 * that only the combined signal refers to, and then it never aborts. It keeps one that has a listener.
 *
 * @param ms - Milliseconds, at least 0; a fraction is rounded up.
 * @public
 */
export function createTimeoutSignal(ms: number): AbortSignal {
  const signal = AbortSignal.timeout(Math.ceil(ms));
  signal.addEventListener('abort', () => {}, { once: true });
  return signal;
}
