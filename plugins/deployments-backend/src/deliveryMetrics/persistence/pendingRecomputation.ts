import type { Knex } from 'knex';
import type { BigIntColumn } from '../../persistence/columns';
import { readNumber } from '../../persistence/columns';
import { inChunks } from '../../persistence/inChunks';
import { markAllRollupsStale } from './rollups/rollupRows';
import { getDialect } from '../../persistence/getDialect';

/** A service whose metrics this process derives. */
export interface ClaimedWork {
  service: string;
  /** The number of marks when it was claimed; it is higher when more arrived since. */
  marks: number;
  /** When the claim ends, in epoch milliseconds. */
  until: number;
}

const TABLE = 'dora_dirty';
const RULES = 'dora_rules';
const CHUNK = 100;

/** Marks services in the transaction that changes their records. */
export async function markForRecomputation(
  trx: Knex.Transaction,
  services: Iterable<string>,
  now: number,
): Promise<void> {
  // The same order in every transaction, so that two wait for each other instead of deadlocking.
  const ordered = [...new Set(services)].sort();
  for (const part of inChunks(ordered, CHUNK)) {
    await trx(TABLE)
      .insert(
        part.map(service => ({
          service,
          since: now,
          marks: 1,
          taken_until: null,
        })),
      )
      .onConflict('service')
      .merge({ marks: trx.raw('?? + 1', [`${TABLE}.marks`]) });
  }
}

/**
 * Marks everything if it was derived by other rules than these. Returns false if the rules are the same. If replicas
 * start at the same time, one of them does it.
 *
 * @param before - changes records that depend on the rules, in the same transaction
 */
export async function markWhenRulesChanged(
  trx: Knex.Transaction,
  rules: string,
  now: number,
  before: () => Promise<void> = async () => {},
): Promise<boolean> {
  const ONE = { id: 1 };
  const inserted = await trx(RULES)
    .insert({ ...ONE, rules })
    .onConflict('id')
    .ignore()
    .returning('id');
  if (inserted.length === 0) {
    const changed = await trx(RULES)
      .where(ONE)
      .whereNot({ rules })
      .update({ rules });
    if (changed === 0) return false;
  }
  await before();
  await markAllForRecomputation(trx, now);
  return true;
}

/** Marks everything, because the rules changed. */
export async function markAllForRecomputation(
  trx: Knex.Transaction,
  now: number,
): Promise<void> {
  for (const table of ['dora_deployments', 'dora_incidents']) {
    const services: { service: string }[] = await trx(table)
      .distinct('service')
      .orderBy('service');
    await markForRecomputation(
      trx,
      services.map(row => row.service),
      now,
    );
  }
  await markAllRollupsStale(trx);
}

/**
 * Claims the services that have waited longest, until `until`; of several replicas, one gets each. Services marked
 * after `markedBefore` wait for related records.
 */
export async function claimPending(
  trx: Knex.Transaction,
  options: { now: number; markedBefore: number; until: number; limit: number },
): Promise<ClaimedWork[]> {
  const { now, markedBefore, until, limit } = options;
  const free = trx(TABLE)
    .where(row =>
      row.whereNull('taken_until').orWhere('taken_until', '<=', now),
    )
    .where('since', '<=', markedBefore)
    .orderBy('since')
    .limit(limit)
    .select('service');
  const rows: Omit<ClaimedWork, 'until'>[] = await trx(TABLE)
    .whereIn('service', getDialect(trx).forUpdateSkipLocked(free))
    .update({ taken_until: until })
    .returning(['service', 'marks']);
  return rows.map(row => ({ ...row, until }));
}

/**
 * Ends a claim, in the transaction that writes the projections and after those writes, because reporters of new
 * records wait for this lock. Records that arrived since are processed by a run after `againAfter`. Returns false if
 * the claim expired, so that another process may work on the service and nothing may be written.
 */
export async function completeClaim(
  trx: Knex.Transaction,
  { service, marks, until }: ClaimedWork,
  againAfter: number,
): Promise<boolean> {
  const mine = { service, taken_until: until };
  const settled = await trx(TABLE)
    .where({ ...mine, marks })
    .delete();
  if (settled > 0) return true;
  const left = await trx(TABLE).where(mine).update({ taken_until: againAfter });
  return left > 0;
}

/** Returns since when records wait to be processed, or undefined if none does. */
export async function findOldestPending(on: Knex): Promise<number | undefined> {
  const [row]: { since: BigIntColumn }[] = await on(TABLE)
    .orderBy('since')
    .limit(1)
    .select('since');
  return row && readNumber(row.since);
}
