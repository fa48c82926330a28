import type { LoggerService } from '@backstage/backend-plugin-api';
import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { DeploymentTarget } from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import type { DeploymentState } from '../../domain/deployment/state';
import { afterCommit } from '../../persistence/groupCommit';
import { updateWakeAt } from '../../persistence/ownership/leases';
import { raiseFence } from '../../persistence/repositories/serviceEnvironments';
import type { Locked } from '../../commit/commit';
import { lock, take } from '../../commit/commit';
import type { Identity } from './createIdentity';
import { listIntents } from '../listIntents';
import type { RecordIntent } from '../effects/createPerform';
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
   * Deployments with a call that did not end when it was aborted, each with the time by which the call was asked to end
   * (epoch milliseconds). Their next claim needs a new fence.
   */
  unknownOutcome: Map<string, number>;
  logger: LoggerService;
  recordIntent: RecordIntent;
}

export interface Claim {
  id: string;
  epoch: number;
  identity: Identity;
  /** A time before the lease began, by this process's own clock. */
  claimedAt: number;
  /** The state at the claim, with the database's time of the claim. */
  seen: { state: DeploymentState; wakeAt?: number; now: number };
  /** Keys (`workKey`) of work whose call an earlier owner, or an earlier claim of this one, may have sent already. */
  mayHaveBeenCalled: ReadonlySet<string>;
}

export type ClaimResult =
  | { result: 'claimed'; claim: Claim }
  /** There is nothing to do for this process. */
  | {
      result: 'not-ours';
      why: 'missing' | 'ended' | 'owned' | 'newer' | 'old-call' | 'absent';
    };

/** Claims a deployment for this process. If it owns its environment, each new owner gets a new fence. */
export async function claim(deps: ClaimDeps, id: string): Promise<ClaimResult> {
  const identity = deps.identity();
  if (!identity) {
    return { result: 'not-ours', why: 'absent' };
  }
  const claimedAt = Date.now();
  return deps.database.transaction(async trx => {
    const found = await lock(deps, trx, id);
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
    const state = await take(deps, trx, {
      locked,
      lease: { owner: identity.owner, epoch, leaseUntil: now + deps.leaseMs },
      ...(started && newOwner
        ? { fence: await claimServiceEnvironment(trx, locked) }
        : {}),
      followUp: {
        recordIntent: (...at) => listIntents(deps.recordIntent, ...at),
      },
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
  // A deployment that names this process as its owner may be claimed: the process failed to release it.
  const other = record.owner !== undefined && record.owner !== identity.owner;
  if (other && (record.leaseUntil ?? 0) >= now) {
    return 'owned';
  }
  // Older code would fold newer events into another state.
  return record.reducerVersion > reducer.version ? 'newer' : undefined;
}

/** Passes a wake-up on to the deployment's owner, for example because policies have to be evaluated again. */
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
 * Whether the old owner's lease has to run out first. A target without fences cannot tell owners apart: it might apply the
 * old owner's request after the new one's. The old owner's calls end within its lease, because their deadline is half of it.
 */
function mustWaitForOldCall(deps: ClaimDeps, { record, now }: Locked): boolean {
  const provider = record.state.snapshot?.target.provider ?? '';
  const target = deps.targets.get(provider);
  return (
    !target?.capabilities.includes('fence') && (record.leaseUntil ?? 0) >= now
  );
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
