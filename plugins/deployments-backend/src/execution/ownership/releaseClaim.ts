import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import { lockToCommit } from '../../commit/lockToCommit';
import type { Release } from '../../commit/commitContents';
import type { DeploymentState } from '../../domain/deployment/state';
import { isOutage } from '../../persistence/isOutage';
import type { DeploymentRecord } from '../../persistence/repositories/deployments';
import { releaseDeployment } from '../../persistence/repositories/deployments';
import type { Claim, ClaimDeps } from './claim';

/** How soon to wake a deployment that was released after an internal error. */
const AFTER_FAULT_MS = 15_000;
/** How soon to wake a deployment that was released after the database was unavailable. */
const AFTER_OUTAGE_MS = 500;
/** How often to try the release while the database does not answer. After that, the lease expires by itself. */
const MAX_TRIES = 10;
const RETRY_MS = 500;

/**
 * Releases a claimed deployment and enqueues its next wake-up, which any replica may handle. Returns false if the claim
 * was kept, and true if it was released or another process has claimed the deployment since.
 *
 * @param cached - the state that the caller has cached; an unchanged state isn't read again
 * @param decide - gets the locked row and returns when to wake the deployment, or `undefined` to keep the claim
 */
export async function releaseClaim(
  deps: ClaimDeps,
  { id, epoch, identity }: Claim,
  cached: DeploymentState,
  decide: (record: DeploymentRecord) => Release | undefined,
): Promise<boolean> {
  return deps.database.transaction(async trx => {
    const record = (await lockToCommit(trx, id, cached))?.record;
    if (record?.epoch !== epoch || record.owner !== identity.owner) {
      return true;
    }
    const release = decide(record);
    if (!release) {
      return false;
    }
    const wakeAt = isTerminal(record.state.status) ? undefined : release.wakeAt;
    await releaseDeployment(trx, id, {
      wakeAt,
      leaseUntil: deps.unknownOutcome.get(id),
    });
    if (wakeAt !== undefined) {
      await deps.queue.enqueue(trx, id, wakeAt);
    }
    return true;
  });
}

/** Releases a claimed deployment even if it has work to do, and wakes it no earlier than `afterMs` from now. */
export async function releaseUnconditionally(
  deps: ClaimDeps,
  claim: Claim,
  cached: DeploymentState,
  afterMs: number,
): Promise<void> {
  const now = await deps.database.now(deps.database.knex);
  await releaseClaim(deps, claim, cached, record => ({
    wakeAt:
      afterMs === 0
        ? record.wakeAt
        : Math.max(record.wakeAt ?? 0, now + afterMs),
  }));
}

/** Tries to release a deployment whose runner failed with `cause`, until the claim is lost. Never throws. */
export async function releaseAfterFault(
  deps: ClaimDeps,
  claim: Claim,
  cached: DeploymentState,
  { cause, isLost }: { cause: unknown; isLost(): boolean },
): Promise<void> {
  let afterMs = isOutage(cause) ? AFTER_OUTAGE_MS : AFTER_FAULT_MS;
  for (let tries = 0; tries < MAX_TRIES && !isLost(); tries++) {
    try {
      await releaseUnconditionally(deps, claim, cached, afterMs);
      return;
    } catch {
      afterMs = AFTER_OUTAGE_MS;
      await new Promise(resolve => setTimeout(resolve, RETRY_MS).unref());
    }
  }
}
