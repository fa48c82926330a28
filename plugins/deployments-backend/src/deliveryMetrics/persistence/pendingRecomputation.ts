import type { Knex } from 'knex';
import type { BigIntColumn } from '../../persistence/columns';
import { readNumber } from '../../persistence/columns';
import { inChunks } from '../../persistence/inChunks';
import { markAllUnrolled } from './rollups/rollupRows';

/** A service that this process works in. */
export interface ClaimedWork {
  service: string;
  /** Whether more came meanwhile. */
  marks: number;
  /** Whether it is still this process that does, epoch milliseconds. */
  until: number;
}

const TABLE = 'dora_dirty';
const RULES = 'dora_rules';
const CHUNK = 100;

/** Within the transaction that changes facts of the services. */
export async function markForRecomputation(
  trx: Knex.Transaction,
  services: Iterable<string>,
  now: number,
): Promise<void> {
  // In one order in every transaction, so that two wait for each other instead of locking each other out.
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
 * Marks everything to be worked in anew where it was worked in by other rules than these. False: it was by these. Of
 * replicas that start at once one does it.
 *
 * @param before - changes facts that depend on the rules, in the same transaction
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

/** Everything is to be worked in anew, because the rules changed. */
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
  await markAllUnrolled(trx);
}

/**
 * Takes the services that have waited longest, until `until`; of several replicas one gets each. Those that were marked
 * after `markedBefore` wait until what comes with it is there.
 */
export async function takeDirty(
  trx: Knex.Transaction,
  options: { now: number; markedBefore: number; until: number; limit: number },
): Promise<ClaimedWork[]> {
  const { now, markedBefore, until, limit } = options;
  const free = trx(TABLE)
    .where(row => row.whereNull('taken_until').orWhere('taken_until', '<', now))
    .where('since', '<=', markedBefore)
    .orderBy('since')
    .limit(limit)
    .select('service');
  if (trx.client.config.client === 'pg') free.forUpdate().skipLocked();
  const rows: Omit<ClaimedWork, 'until'>[] = await trx(TABLE)
    .whereIn('service', free)
    .update({ taken_until: until })
    .returning(['service', 'marks']);
  return rows.map(row => ({ ...row, until }));
}

/**
 * Behind all that follows from the facts, in one transaction with it: whoever tells new facts of the service waits for
 * this lock. What came meanwhile is left to a round after `againAfter`. False: it took so long that another process may be
 * at it, and nothing of it is to stand.
 */
export async function settle(
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

/** Since when facts wait to be worked in; undefined: none does. */
export async function oldestPending(on: Knex): Promise<number | undefined> {
  const [row]: { since: BigIntColumn }[] = await on(TABLE)
    .orderBy('since')
    .limit(1)
    .select('since');
  return row && readNumber(row.since);
}
