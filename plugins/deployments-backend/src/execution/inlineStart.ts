import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentState } from '../domain/deployment/state';
import type { WakeQueue } from '../queue/WakeQueue';
import type { Lease } from '../persistence/repositories/deployments';
import type { Claim } from './ownership/claim';
import type { Identity } from './ownership/createIdentity';

/** Lets a request's own transaction start the deployment and assign it to this replica, without the queue. */
export interface InlineStart {
  /** Returns `undefined` if this replica has no room, or is not registered. */
  lease(): InlineLease | undefined;
  /**
   * Removes and returns the claim of a deployment that started inline. Without one, the deployment has to be claimed.
   */
  getClaim(id: string): Claim | undefined;
}

interface InlineLease {
  /** The lease to commit at the time `now`. */
  until(now: number): Lease;
  /** Call after the commit. */
  start(state: DeploymentState, now: number): void;
}

/**
 * A claim that waited longer than this is discarded: the deployment is claimed again, so that its lease starts in full.
 */
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
