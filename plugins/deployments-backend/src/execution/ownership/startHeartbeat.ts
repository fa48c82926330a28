import { stringifyError } from '@backstage/errors';
import { renewLease } from '../../persistence/ownership/leases';
import type { Claim, ClaimDeps } from './claim';

export interface HeartbeatListener {
  /** Called when the lease was renewed. `seq` is that of the deployment's last event. */
  onRenewed(seq: number): void;
  /** Called when another process owns the deployment, or may own it by now. */
  onLost(): void;
}

export interface Heartbeat {
  /** For how long no other process can claim the deployment, in milliseconds. At zero or below, one may have claimed it. */
  leftMs(): number;
  stop(): void;
}

const HEARTBEAT_MS = 2_000;
/** The owner stops after this part of its lease, so that two owners never work at the same time. */
const TRUSTED_PART = 0.9;

/** Renews the lease of a claimed deployment until it is stopped, independently of the calls in flight. */
export function startHeartbeat(
  deps: ClaimDeps,
  { id, epoch, identity: { owner }, claimedAt }: Claim,
  { onRenewed, onLost }: HeartbeatListener,
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
      onRenewed(seq);
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
