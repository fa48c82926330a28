/** Counts the requests in progress of each replica, for draining. */
export interface InFlightRequests {
  /** Counts a request. Returns a function to call when it has finished; only its first call counts. */
  enter(replica: string): () => void;
  /** Number of requests in progress. */
  count(replica: string): number;
  /** Resolves when the replica has no requests in progress, or after `timeoutMs`. */
  waitUntilDrained(replica: string, timeoutMs: number): Promise<void>;
}

/** @param onDrained - Called when the last request of a replica has finished. */
export function createInFlightRequests(
  onDrained: (replica: string) => void,
): InFlightRequests {
  const counts = new Map<string, number>();
  const waiting = new Map<string, Set<() => void>>();

  return {
    enter(replica) {
      counts.set(replica, (counts.get(replica) ?? 0) + 1);
      let isFinished = false;
      return () => {
        if (isFinished) return;
        isFinished = true;
        const left = (counts.get(replica) ?? 1) - 1;
        if (left > 0) {
          counts.set(replica, left);
          return;
        }
        counts.delete(replica);
        onDrained(replica);
        waiting.get(replica)?.forEach(resolve => resolve());
      };
    },
    count: replica => counts.get(replica) ?? 0,
    async waitUntilDrained(replica, timeoutMs) {
      if (!counts.has(replica)) return;
      let timer: NodeJS.Timeout | undefined;
      let done: () => void = () => {};
      const waiters = waiting.get(replica) ?? new Set();
      waiting.set(replica, waiters);
      await new Promise<void>(resolve => {
        done = resolve;
        waiters.add(resolve);
        timer = setTimeout(resolve, timeoutMs);
      });
      clearTimeout(timer);
      waiters.delete(done);
      if (waiters.size === 0) waiting.delete(replica);
    },
  };
}
