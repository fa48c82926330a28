import { ServiceUnavailableError } from '@backstage/errors';
import { TooManyRequestsError } from '../errorHandler';

/** Bounds how many streams are open. */
export interface StreamSlots {
  /** Takes a slot and returns its release. Throws when there is none. */
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
          `You have ${own} event streams open, which is the limit; close one, or read the events as JSON`,
        );
      }
      if (total >= limits.inAll) {
        throw new ServiceUnavailableError(
          'This backend has no event streams left; read the events as JSON, or try again soon',
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
