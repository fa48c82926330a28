import type { LoggerService } from '@backstage/backend-plugin-api';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import type { DeploymentState } from '../../domain/deployment/state';
import { afterCommit } from '../../persistence/afterCommit';
import { updateWakeAt } from '../../persistence/ownership/leases';
import type { Lease } from '../../persistence/repositories/deployments';
import { changeOwner } from '../../persistence/repositories/deployments';
import { getCapabilities } from '../../config/environments/getCapabilities';
import { raiseFence } from '../../persistence/repositories/serviceEnvironments';
import type { Locked } from '../../commit/lockToCommit';
import { lockToCommit } from '../../commit/lockToCommit';
import { applyCommand } from '../../commit/applyCommand';
import type { Identity } from './createIdentity';
import type { ListIntents } from '../listIntents';
import { refold } from '../../commit/reducer';
import { startedWork } from '../../domain/deployment/isStillRequired';
import type { CommitDeps } from '../../commit/commitDeps';
import { toCommittedChange } from '../../commit/writeCommit';

export interface ClaimDeps extends CommitDeps {
  /** Returns `undefined` while other replicas may consider this process dead. */
  identity(): Identity | undefined;
  leaseMs: number;
  targets: ReadonlyMap<string, DeploymentTarget>;
  /**
   * The deployments with an aborted call that did not end, and when each call should have ended, in epoch milliseconds.
   * Their next claim needs a new fence.
   */
  unknownOutcome: Map<string, number>;
  logger: LoggerService;
  listIntents: ListIntents;
}

export interface Claim {
  id: string;
  epoch: number;
  identity: Identity;
  /** Shortly before the lease began, by this process's own clock. */
  claimedAt: number;
  /** The state at the claim, with the database's time of the claim. */
  seen: { state: DeploymentState; wakeAt?: number; now: number };
  /** The keys (`workKey`) of work whose call may have been sent under an earlier claim, of this or another process. */
  mayHaveBeenCalled: ReadonlySet<string>;
}

export type ClaimResult =
  | { result: 'claimed'; claim: Claim }
  /** This process can't or needn't run the deployment. */
  | {
      result: 'not-ours';
      why: 'missing' | 'ended' | 'owned' | 'newer' | 'old-call' | 'absent';
    };

/** Claims a deployment for this process. If the deployment has started, a new owner gets a new fence. */
export async function claim(deps: ClaimDeps, id: string): Promise<ClaimResult> {
  const identity = deps.identity();
  if (!identity) {
    return { result: 'not-ours', why: 'absent' };
  }
  const claimedAt = Date.now();
  return deps.database.transaction(async trx => {
    const found = await lockToCommit(trx, id);
    const why = findRefusal(deps, identity, found);
    if (!found || why) {
      if (found && why === 'owned') {
        await notifyOwner(deps, trx, found);
      }
      return { result: 'not-ours', why: why ?? 'missing' };
    }
    const { now } = found;
    const record = await refold(deps.reducer, trx, found.record, now);
    const locked = { record, now };
    const newOwner =
      record.lastOwner !== identity.owner || deps.unknownOutcome.has(id);
    const started = record.state.snapshot !== undefined;
    if (started && newOwner && mustWaitForOldCall(deps, locked)) {
      await updateWakeAt(trx, id, record.leaseUntil);
      await deps.queue.enqueue(trx, id, record.leaseUntil);
      return { result: 'not-ours', why: 'old-call' };
    }
    const epoch = record.epoch + 1;
    const state = await assignOwner(deps, trx, locked, {
      lease: { owner: identity.owner, epoch, leaseUntil: now + deps.leaseMs },
      fence:
        started && newOwner
          ? await claimServiceEnvironment(trx, locked)
          : undefined,
    });
    const before = found.record.owner;
    const isRecovery = before !== undefined && before !== identity.owner;
    afterCommit(trx, () => {
      deps.unknownOutcome.delete(id);
      if (isRecovery) {
        deps.counters.recovered('lease');
      }
    });
    const seen = { state, wakeAt: record.wakeAt, now };
    return {
      result: 'claimed',
      claim: {
        id,
        epoch,
        identity,
        claimedAt,
        seen,
        mayHaveBeenCalled: startedWork(record.state),
      },
    };
  });
}

/** Makes this process the owner, and commits the intents of the effects that can start. */
async function assignOwner(
  deps: ClaimDeps,
  trx: Knex.Transaction,
  locked: Locked,
  { lease, fence }: { lease: Lease; fence: number | undefined },
): Promise<DeploymentState> {
  const { now } = locked;
  const applied = await applyCommand(deps, trx, {
    locked,
    command: fence === undefined ? undefined : { type: 'claim', fence, now },
    isUrgent: false,
    owner: lease,
    followUp: { listIntents: deps.listIntents },
  });
  if (applied.result === 'refused') {
    throw new Error(`The claim was refused: ${applied.message}`);
  }
  if (applied.result === 'nothing') {
    await changeOwner(trx, applied.state.id, lease);
  }
  return applied.state;
}

function findRefusal(
  { reducer }: ClaimDeps,
  identity: Identity,
  locked: Locked | undefined,
): 'missing' | 'ended' | 'owned' | 'newer' | undefined {
  if (!locked) {
    return 'missing';
  }
  const { record, now } = locked;
  if (isTerminal(record.state.status)) {
    return 'ended';
  }
  // If the stored owner is this process, it failed to release the deployment and may claim it again.
  const other = record.owner !== undefined && record.owner !== identity.owner;
  if (other && (record.leaseUntil ?? 0) >= now) {
    return 'owned';
  }
  // Older code would fold newer events into a different state.
  return record.reducerVersion > reducer.version ? 'newer' : undefined;
}

/** Forwards a wake-up to the deployment's owner, for example because policies have to be evaluated again. */
async function notifyOwner(
  deps: ClaimDeps,
  trx: Knex.Transaction,
  { record, now }: Locked,
): Promise<void> {
  if (record.state.status === 'queued') {
    await updateWakeAt(trx, record.state.id, now);
  }
  // Without a `seq`, because no event was committed.
  await deps.changes.publishInTransaction(trx, {
    ...toCommittedChange(record.state),
    seq: undefined,
  });
}

/**
 * Whether the old owner's lease has to expire first. A target without fences can't tell owners apart, so it might apply the
 * old owner's request after the new owner's. The old owner's calls end within its lease, because they may take at most half
 * of it.
 */
function mustWaitForOldCall(deps: ClaimDeps, { record, now }: Locked): boolean {
  const { provider = '', settings = {} } = record.state.snapshot?.target ?? {};
  const can = getCapabilities(deps.targets.get(provider), settings);
  return !can.includes('fence') && (record.leaseUntil ?? 0) >= now;
}

/** Raises the service environment's fence for the new owner and returns it. */
async function claimServiceEnvironment(
  trx: Knex.Transaction,
  { record, now }: Locked,
): Promise<number> {
  const fence = await raiseFence(
    trx,
    toRef(record.state),
    record.state.id,
    now,
  );
  if (fence === undefined) {
    throw new Error(
      `Deployment ${record.state.id} is running but does not own ${record.state.environment} of ${record.state.service}`,
    );
  }
  return fence;
}

function toRef(state: DeploymentState) {
  return { service: state.service, environment: state.environment };
}
