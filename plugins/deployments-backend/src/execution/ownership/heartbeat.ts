import { stringifyError } from '@backstage/errors';
import { renewLease } from '../../persistence/ownership/leases';
import type { Claim, ClaimDeps } from './claim';

export interface HeartbeatListener {
  /** `seq`: of the deployment's last event. */
  onKept(seq: number): void;
  /** Another process has the deployment, or may have it by now. */
  onLost(): void;
}

export interface Heartbeat {
  /** How long nobody else may take the deployment at the least, in milliseconds; not above zero: somebody may have. */
  leftMs(): number;
  stop(): void;
}

const HEARTBEAT_MS = 2_000;
/** The part of a lease after which it counts as lost: whoever takes over must find nobody at work. */
const TRUSTED_PART = 0.9;

/** Keeps the lease of a claimed deployment, whatever its calls are doing. */
export function startHeartbeat(
  deps: ClaimDeps,
  { id, epoch, identity: { owner }, claimedAt }: Claim,
  { onKept, onLost }: HeartbeatListener,
): Heartbeat {
  const { database, leaseMs, logger } = deps;
  let renewedAt = claimedAt;
  let isBusy = false;
  const leftMs = () => renewedAt + leaseMs * TRUSTED_PART - Date.now();

  const sendHeartbeat = async () => {
    const startedAt = Date.now();
    const seq = await database.transaction(async trx =>
      renewLease(trx, id, {
        owner,
        epoch,
        leaseUntil: (await database.now(trx)) + leaseMs,
      }),
    );
    if (seq !== undefined) {
      renewedAt = startedAt;
      onKept(seq);
    } else {
      onLost();
    }
  };

  const timer = setInterval(() => {
    if (leftMs() <= 0) {
      onLost();
    }
    if (!isBusy) {
      isBusy = true;
      sendHeartbeat()
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
  return { leftMs, stop: () => clearInterval(timer) };
}
