import type { Knex } from 'knex';
import type { BigIntColumn } from '../columns';
import { readNumber, readOptionalNumber } from '../columns';
import { getDialect } from '../getDialect';
import { DEPLOYMENTS_TABLE as TABLE } from '../repositories/deployments';
import type { DeploymentRow, Lease } from '../repositories/deployments';
import { HELD_KEYS } from './replicaRows';

export async function updateWakeAt(
  trx: Knex.Transaction,
  id: string,
  wakeAt: number | undefined,
): Promise<void> {
  await trx(TABLE)
    .where({ id })
    .update({ wake_at: wakeAt ?? null });
}

/**
 * Renews the lease. Returns the number of the last event, or `undefined` if this process no longer owns the
 * deployment.
 */
export async function renewLease(
  trx: Knex.Transaction,
  id: string,
  { owner, epoch, leaseUntil }: Lease,
): Promise<number | undefined> {
  const [row]: Pick<DeploymentRow, 'seq'>[] = await trx(TABLE)
    .where({ id, owner, epoch })
    .update({ lease_until: leaseUntil })
    .returning('seq');
  return row?.seq;
}

/**
 * Clears all owners. Called at the start on SQLite, where only one process runs at a time, so the previous one is dead.
 * `lease_until` stays, because a call of the old owner may still be running at a provider that can't tell owners apart.
 */
export async function releaseAllOwners(on: Knex): Promise<void> {
  await on(TABLE).whereNotNull('owner').update({ owner: null });
}

/**
 * Removes the owners of deployments and makes the deployments due. `lease_until` stays, because a call of the old owner may
 * still be running at a provider that can't tell owners apart.
 */
async function takeFromOwners(
  trx: Knex.Transaction,
  ids: string[],
  now: number,
): Promise<void> {
  await trx(TABLE)
    .whereIn('id', ids)
    .update({ owner: null, epoch: trx.raw('epoch + 1'), wake_at: now });
}

/** Releases all deployments of an owner and returns their ids. */
export async function releaseOwner(
  trx: Knex.Transaction,
  owner: string,
  now: number,
): Promise<string[]> {
  const rows: { id: string }[] = await trx(TABLE)
    // Required by the partial index.
    .whereNotNull('owner')
    .where({ owner })
    .orderBy('id')
    .forUpdate()
    .select('id');
  const ids = rows.map(({ id }) => id);
  await takeFromOwners(trx, ids, now);
  return ids;
}

export interface Orphan {
  id: string;
  owner: string;
  cause: 'lock' | 'lease';
}

/**
 * On PostgreSQL, releases at most `limit` deployments whose owner lost its advisory lock or did not renew its lease, and makes
 * them due. Skips rows that another replica is reclaiming. The cost depends on the number of owned deployments, not on the
 * number of waiting ones.
 */
export async function reclaimOrphaned(
  trx: Knex.Transaction,
  now: number,
  options: {
    limit: number;
    /** Whether an owner without its lock counts as dead. */
    judgesLocks: boolean;
  },
): Promise<Orphan[]> {
  const { limit, judgesLocks } = options;
  // The keys are read after the rows, and a replica inserts its row after taking its lock. So a missing key means
  // that the lock was released.
  const lacksLock = `r.advisory_key is not null
    and r.advisory_key not in (select advisory_key from held)`;
  const { rows } = await trx.raw(
    `with held as materialized (${HELD_KEYS})
     select d.id, d.owner, d.lease_until < ? as expired
     from ${TABLE} d left join replicas r on r.owner = d.owner
     where d.owner is not null
       and (d.lease_until < ? or (${judgesLocks ? lacksLock : 'false'}))
     order by d.lease_until
     limit ?
     for update of d skip locked`,
    [now, now, limit],
  );
  const orphans: Orphan[] = rows.map(
    (row: { id: string; owner: string; expired: boolean }) => ({
      id: row.id,
      owner: row.owner,
      cause: row.expired ? 'lease' : 'lock',
    }),
  );
  await takeFromOwners(
    trx,
    orphans.map(({ id }) => id),
    now,
  );
  return orphans;
}

/**
 * Makes all queued deployments due, spread over a period that grows with their number, so that their policies can be
 * evaluated in time. The period is at most ten minutes.
 */
export async function scatterQueued(
  trx: Knex.Transaction,
  now: number,
): Promise<void> {
  const queued = () => trx<DeploymentRow>(TABLE).where({ status: 'queued' });
  const row = await queued().count({ count: '*' }).first();
  const withinMs = Math.min(readNumber(row?.count ?? 0) * 50 + 1_000, 600_000);
  const soon = {
    sqlite: 'min(wake_at, ? + abs(random()) % ?)',
    postgres: 'least(wake_at, ? + floor(random() * ?)::bigint)',
  }[getDialect(trx).name];
  await queued().update({ wake_at: trx.raw(soon, [now, withinMs]) });
}

/** Returns deployments that can be claimed and have work, the longest overdue first. */
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
