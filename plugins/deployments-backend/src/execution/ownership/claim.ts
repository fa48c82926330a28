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
import type { Identity } from './identity';
import { listIntents } from '../intents';
import type { RecordIntent } from '../effects/perform';
import { refold } from '../../commit/reducer';
import { startedWork } from '../../domain/deployment/isStillRequired';
import type { CommitDeps } from '../../commit/commitDeps';
import { toCommittedChange } from '../../commit/writeCommit';

export interface ClaimDeps extends CommitDeps {
  /** Absent while this process may be taken for gone. */
  identity(): Identity | undefined;
  leaseMs: number;
  targets: ReadonlyMap<string, DeploymentTarget>;
  /**
   * Deployments of which a call went on after this process gave up on it, with the time by which it was told to end: the
   * next claim needs a new fence.
   */
  unknownOutcome: Map<string, number>;
  logger: LoggerService;
  recordIntent: RecordIntent;
}

export interface Claim {
  id: string;
  epoch: number;
  identity: Identity;
  /** Before the lease began, by this process's own clock. */
  claimedAt: number;
  /** As of the claim, with the time of the claim by the database's clock. */
  seen: { state: DeploymentState; wakeAt?: number; now: number };
  /** Work that another owner, or an earlier run here, may have called for already; see `workKey`. */
  mayHaveBeenCalled: ReadonlySet<string>;
}

export type ClaimResult =
  | { result: 'claimed'; claim: Claim }
  /** Nobody need do anything, or somebody else does. */
  | {
      result: 'not-ours';
      why: 'missing' | 'ended' | 'owned' | 'newer' | 'old-call' | 'absent';
    };

/** Takes a deployment for this process. One that has its environment gets a new fence with each new owner. */
export async function claim(deps: ClaimDeps, id: string): Promise<ClaimResult> {
  const identity = deps.identity();
  if (!identity) {
    return { result: 'not-ours', why: 'absent' };
  }
  const claimedAt = Date.now();
  return deps.database.transaction(async trx => {
    const found = await lock(deps, trx, id);
    const why = refusal(deps, identity, found);
    if (!found || why) {
      if (found && why === 'owned') {
        await tellOwner(deps, trx, found);
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

function refusal(
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
  // What this process owned and is not at work on any more, it failed to let go of.
  const other = record.owner !== undefined && record.owner !== identity.owner;
  if (other && (record.leaseUntil ?? 0) >= now) {
    return 'owned';
  }
  // A replica that runs older code would fold newer events into another state.
  return record.reducerVersion > reducer.version ? 'newer' : undefined;
}

/** A wake-up that came here is for whoever is at work on it: the policies are to be asked again, say. */
async function tellOwner(
  deps: ClaimDeps,
  trx: Knex.Transaction,
  { record, now }: Locked,
): Promise<void> {
  if (record.state.status === 'queued') {
    await updateWakeAt(trx, record.state.id, now);
  }
  // Nothing was committed, and yet there is something to look at.
  await deps.changes.publishInTransaction(trx, {
    ...toCommittedChange(record.state),
    seq: undefined,
  });
}

/**
 * A target that cannot tell owners apart might do what the old one asked after what we ask. The old owner's calls end
 * within its lease, because their deadline is half of it.
 */
function mustWaitForOldCall(deps: ClaimDeps, { record, now }: Locked): boolean {
  const provider = record.state.snapshot?.target.provider ?? '';
  const target = deps.targets.get(provider);
  return (
    !target?.capabilities.includes('fence') && (record.leaseUntil ?? 0) >= now
  );
}

/** Returns the new owner's fence. */
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
      `Deployment ${record.state.id} is under way but does not hold ${record.state.environment} of ${record.state.service}`,
    );
  }
  return fence;
}

function toRef(state: DeploymentState) {
  return { service: state.service, environment: state.environment };
}
