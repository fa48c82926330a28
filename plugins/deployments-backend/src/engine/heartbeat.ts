import { stringifyError } from '@backstage/errors';
import { renewLease } from '../store/leases';
import type { Claim, ClaimDeps } from './claim';

export interface HeartbeatListener {
  onKept(): void;
  /** Another process has the deployment, or may have it by now. */
  onLost(): void;
}

const HEARTBEAT_MS = 2_000;

/**
 * Keeps the lease of a claimed deployment, whatever its calls are doing. A lease that could not be renewed in time
 * counts as lost before it has run out: whoever takes over must find nobody at work. Returns its stop function.
 */
export function startHeartbeat(
  deps: ClaimDeps,
  { id, epoch }: Claim,
  { onKept, onLost }: HeartbeatListener,
): () => void {
  const { database, leaseMs, logger, owner } = deps;
  let renewedAt = Date.now();
  let isBusy = false;

  const beat = async () => {
    const startedAt = Date.now();
    const kept = await database.transaction(async trx =>
      renewLease(trx, id, {
        owner,
        epoch,
        leaseUntil: (await database.now(trx)) + leaseMs,
      }),
    );
    if (kept) {
      renewedAt = startedAt;
      onKept();
    } else {
      onLost();
    }
  };

  const timer = setInterval(() => {
    if (Date.now() - renewedAt > leaseMs * 0.9) {
      onLost();
    }
    if (!isBusy) {
      isBusy = true;
      beat()
        .catch(error =>
          logger.warn(
            `The lease of deployment ${id} could not be renewed: ${stringifyError(
              error,
            )}`,
          ),
        )
        .finally(() => {
          isBusy = false;
        });
    }
  }, Math.min(leaseMs / 4, HEARTBEAT_MS));
  return () => clearInterval(timer);
}
