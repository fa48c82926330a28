import { ServiceUnavailableError } from '@backstage/errors';
import { TooManyRequestsError } from '../errorHandler';

/** Limits the number of open streams. */
export interface StreamSlots {
  /**
   * Takes a slot and returns the function that frees it. Throws TooManyRequestsError or ServiceUnavailableError if none
   * is free.
   */
  take(principal: string): () => void;
}

export function createStreamSlots(limits: {
  perPrincipal: number;
  inAll: number;
}): StreamSlots {
  const open = new Map<string, number>();
  let total = 0;
  return {
    take(principal) {
      const own = open.get(principal) ?? 0;
      if (own >= limits.perPrincipal) {
        throw new TooManyRequestsError(
          `You have ${own} open event streams, which is the limit. Close one, or read the events as JSON.`,
        );
      }
      if (total >= limits.inAll) {
        throw new ServiceUnavailableError(
          'This backend has reached its limit of open event streams. Read the events as JSON, or try again in a moment.',
        );
      }
      open.set(principal, own + 1);
      total += 1;
      let released = false;
      return () => {
        if (released) return;
        released = true;
        total -= 1;
        const left = (open.get(principal) ?? 1) - 1;
        if (left > 0) open.set(principal, left);
        else open.delete(principal);
      };
    },
  };
}
