import type { Knex } from 'knex';
import type { DeploymentState } from '../domain/deployment/state';
import type { DeploymentRecord } from '../persistence/repositories/deployments';
import { lockDeployment } from '../persistence/repositories/deployments';
import type { CommitDeps } from './commitDeps';
import { refold, refuseNewer } from './reducer';

/** A deployment's row that this transaction has locked. */
export interface Locked {
  record: DeploymentRecord;
  /** The time of the commit by the database's clock, but never before the last event. */
  now: number;
}

/**
 * Locks a deployment's row.
 *
 * @param cached - the state that the caller has cached; an unchanged state isn't read again
 */
export async function lockToCommit(
  trx: Knex.Transaction,
  id: string,
  cached?: DeploymentState,
): Promise<Locked | undefined> {
  const locked = await lockDeployment(trx, id, cached);
  return (
    locked && { ...locked, now: Math.max(locked.now, locked.record.state.at) }
  );
}

/**
 * Locks a deployment's row for a change that does not come from its owner. Throws ServiceUnavailableError if only a newer
 * replica can make the change.
 */
export async function lockToChange(
  deps: CommitDeps,
  trx: Knex.Transaction,
  id: string,
): Promise<Locked | undefined> {
  const locked = await lockToCommit(trx, id);
  if (!locked) {
    return undefined;
  }
  refuseNewer(deps.reducer, locked.record);
  const { now } = locked;
  return { record: await refold(deps.reducer, trx, locked.record, now), now };
}
