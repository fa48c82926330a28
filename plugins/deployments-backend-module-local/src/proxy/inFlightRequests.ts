/** Counts the requests in progress of each instance, for draining. */
export interface InFlightRequests {
  /** Counts a request. Returns a function to call when it has finished; only its first call counts. */
  enter(instance: string): () => void;
  /** Number of requests in progress. */
  count(instance: string): number;
  /** Resolves when the instance has no requests in progress, or after `timeoutMs`. */
  waitUntilDrained(instance: string, timeoutMs: number): Promise<void>;
}

/** @param onDrained - Called when the last request of an instance has finished. */
export function createInFlightRequests(
  onDrained: (instance: string) => void,
): InFlightRequests {
  const counts = new Map<string, number>();
  const waiting = new Map<string, Set<() => void>>();

  return {
    enter(instance) {
      counts.set(instance, (counts.get(instance) ?? 0) + 1);
      let isFinished = false;
      return () => {
        if (isFinished) return;
        isFinished = true;
        const left = (counts.get(instance) ?? 1) - 1;
        if (left > 0) {
          counts.set(instance, left);
          return;
        }
        counts.delete(instance);
        onDrained(instance);
        waiting.get(instance)?.forEach(resolve => resolve());
      };
    },
    count: instance => counts.get(instance) ?? 0,
    async waitUntilDrained(instance, timeoutMs) {
      if (!counts.has(instance)) return;
      let timer: NodeJS.Timeout | undefined;
      let done: () => void = () => {};
      const waiters = waiting.get(instance) ?? new Set();
      waiting.set(instance, waiters);
      await new Promise<void>(resolve => {
        done = resolve;
        waiters.add(resolve);
        timer = setTimeout(resolve, timeoutMs);
      });
      clearTimeout(timer);
      waiters.delete(done);
      if (waiters.size === 0) waiting.delete(instance);
    },
  };
}
