/** Counts what is under way per instance, for draining. */
export interface InFlight {
  /** @returns to be called once when it is over; further calls do nothing. */
  enter(instance: string): () => void;
  /** Resolves when nothing is under way for the instance, or after `timeoutMs`. */
  drained(instance: string, timeoutMs: number): Promise<void>;
}

export function createInFlight(): InFlight {
  const counts = new Map<string, number>();
  const waiting = new Map<string, Set<() => void>>();

  return {
    enter(instance) {
      counts.set(instance, (counts.get(instance) ?? 0) + 1);
      let over = false;
      return () => {
        if (over) return;
        over = true;
        const left = (counts.get(instance) ?? 1) - 1;
        if (left > 0) {
          counts.set(instance, left);
          return;
        }
        counts.delete(instance);
        waiting.get(instance)?.forEach(resolve => resolve());
      };
    },
    async drained(instance, timeoutMs) {
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
