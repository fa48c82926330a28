import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentState } from '../domain/deployment/state';
import type { WakeQueue } from '../queue/WakeQueue';
import type { Lease } from '../persistence/repositories/deployments';
import type { Claim } from './ownership/claim';
import type { Identity } from './ownership/identity';

/** What is requested here and can start at once begins here, without the queue. */
export interface InlineStart {
  /** Absent without room for it, and while this process takes nothing on. */
  lease(): InlineLease | undefined;
  /** The claim with which a deployment was handed over here; absent: it has to be claimed. */
  getClaim(id: string): Claim | undefined;
}

interface InlineLease {
  /** As it is committed; `now`: of the commit. */
  until(now: number): Lease;
  /** Once it is committed. */
  start(state: DeploymentState, now: number): void;
}

/** A claim that waited longer than this for its turn is made anew, with a lease that is as long as it looks. */
const FRESH_MS = 1_000;
const FIRST_EPOCH = 1;

export function createInlineStart(options: {
  queue: WakeQueue;
  identity(): Identity | undefined;
  leaseMs: number;
}): InlineStart {
  const { queue, leaseMs } = options;
  const claims = new Map<string, Claim>();
  return {
    lease() {
      const identity = queue.hasRoom ? options.identity() : undefined;
      const claimedAt = Date.now();
      return (
        identity && {
          until: now => ({
            owner: identity.owner,
            epoch: FIRST_EPOCH,
            leaseUntil: now + leaseMs,
          }),
          start(state, now) {
            if (isTerminal(state.status)) {
              return;
            }
            claims.set(state.id, {
              id: state.id,
              epoch: FIRST_EPOCH,
              identity,
              claimedAt,
              seen: { state, now },
              mayHaveBeenCalled: new Set(),
            });
            queue.wakeHere(state.id);
          },
        }
      );
    },
    getClaim(id) {
      const claim = claims.get(id);
      claims.delete(id);
      const isFresh =
        claim !== undefined &&
        claim.identity === options.identity() &&
        Date.now() - claim.claimedAt < FRESH_MS;
      return isFresh ? claim : undefined;
    },
  };
}
