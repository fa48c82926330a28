import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentState } from '../domain/deployment/state';
import type { WakeQueue } from '../queue/WakeQueue';
import type { Lease } from '../persistence/repositories/deployments';
import type { Claim } from './ownership/claim';
import type { Identity } from './ownership/createIdentity';

/** Lets the transaction of a request start the deployment and assign it to this replica, without using the queue. */
export interface InlineStart {
  /**
   * Call it before the transaction, because leases are measured from this moment by this process's clock. Returns
   * `undefined` if this replica has no capacity or isn't registered.
   */
  offer(): InlineOffer | undefined;
  /** Removes and returns the claim of a deployment that started inline. Otherwise, the caller must claim it. */
  takeClaim(id: string): Claim | undefined;
}

export interface InlineOffer {
  /** The lease of a commit at the time `now`. */
  leaseAt(now: number): Lease;
  /** Lets this replica work on the deployment. Call it after the commit. */
  accept(state: DeploymentState, now: number): void;
}

/** A claim older than this is discarded. The deployment is claimed again instead, so that it gets a full lease. */
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
    offer() {
      const identity = queue.hasRoom ? options.identity() : undefined;
      const claimedAt = Date.now();
      return (
        identity && {
          leaseAt: now => ({
            owner: identity.owner,
            epoch: FIRST_EPOCH,
            leaseUntil: now + leaseMs,
          }),
          accept(state, now) {
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
    takeClaim(id) {
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
