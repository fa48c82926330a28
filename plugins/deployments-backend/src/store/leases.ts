import type { Knex } from 'knex';
import type { BigIntColumn } from './columns';
import { readNumber, readOptionalNumber } from './columns';
import { DEPLOYMENTS_TABLE as TABLE } from './deployments';
import type { DeploymentRow } from './deployments';

/** Takes the deployment for a process. The caller holds the row's lock and has checked that it may. */
export async function claimDeployment(
  trx: Knex.Transaction,
  id: string,
  claim: { owner: string; epoch: number; leaseUntil: number },
): Promise<void> {
  await trx(TABLE).where({ id }).update({
    owner: claim.owner,
    last_owner: claim.owner,
    epoch: claim.epoch,
    lease_until: claim.leaseUntil,
  });
}

/** Lets go; the caller holds the row's lock and owns the deployment. */
export async function releaseDeployment(
  trx: Knex.Transaction,
  id: string,
  wakeAt: number | undefined,
): Promise<void> {
  await trx(TABLE)
    .where({ id })
    .update({ owner: null, lease_until: null, wake_at: wakeAt ?? null });
}

export async function updateWakeAt(
  trx: Knex.Transaction,
  id: string,
  wakeAt: number | undefined,
): Promise<void> {
  await trx(TABLE)
    .where({ id })
    .update({ wake_at: wakeAt ?? null });
}

/** Keeps the lease. False: it is no longer ours. */
export async function renewLease(
  trx: Knex.Transaction,
  id: string,
  claim: { owner: string; epoch: number; leaseUntil: number },
): Promise<boolean> {
  const rows = await trx(TABLE)
    .where({ id, owner: claim.owner, epoch: claim.epoch })
    .update({ lease_until: claim.leaseUntil });
  return rows > 0;
}

/**
 * On SQLite, at start: whoever was at work is gone, because there is one process at a time. `lease_until` stays: what
 * the old owner called may still be going on at a provider that cannot tell owners apart.
 */
export async function releaseAllOwners(on: Knex): Promise<void> {
  await on(TABLE).whereNotNull('owner').update({ owner: null });
}

/** Deployments that can be claimed and have work, the longest due first. */
export async function findDue(
  on: Knex,
  now: number,
  options: { limit: number; reducerVersion: number },
): Promise<string[]> {
  const rows = await dueQuery(on, now)
    .where('reducer_version', '<=', options.reducerVersion)
    .orderBy('wake_at')
    .limit(options.limit)
    .select('id');
  return rows.map(row => row.id);
}

export async function summarizeDue(
  on: Knex,
  now: number,
): Promise<{ count: number; oldestAt?: number }> {
  const row = await dueQuery(on, now)
    .count({ count: '*' })
    .min({ oldest: 'wake_at' })
    .first();
  return {
    count: readNumber(row?.count ?? 0),
    oldestAt: readOptionalNumber(
      row?.oldest as BigIntColumn | null | undefined,
    ),
  };
}

function dueQuery(on: Knex, now: number) {
  return on<DeploymentRow>(TABLE)
    .where('wake_at', '<=', now)
    .where(free => free.whereNull('owner').orWhere('lease_until', '<', now));
}
