import type { Knex } from 'knex';
import type { BigIntColumn } from '../columns';
import { readNumber } from '../columns';

/** A service that this process works in. */
export interface Taken {
  service: string;
  /** Whether more came meanwhile. */
  marks: number;
  /** Whether it is still this process that does, epoch milliseconds. */
  until: number;
}

const TABLE = 'dora_dirty';
const RULES = 'dora_rules';

/** Within the transaction that changes facts of the services. */
export async function markDirty(
  trx: Knex.Transaction,
  services: Iterable<string>,
  now: number,
): Promise<void> {
  // In one order in every transaction, so that two wait for each other instead of locking each other out.
  for (const service of [...new Set(services)].sort()) {
    await trx(TABLE)
      .insert({ service, since: now, marks: 1, taken_until: null })
      .onConflict('service')
      .merge({ marks: trx.raw('?? + 1', [`${TABLE}.marks`]) });
  }
}

/**
 * Marks everything to be worked in anew where it was worked in by other rules than these. False: it was by these. Of
 * replicas that start at once one does it.
 */
export async function markWhenRulesChanged(
  trx: Knex.Transaction,
  rules: string,
  now: number,
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
  await markAllDirty(trx, now);
  return true;
}

/** Everything is to be worked in anew, because the rules changed. */
export async function markAllDirty(
  trx: Knex.Transaction,
  now: number,
): Promise<void> {
  for (const table of ['dora_deployments', 'dora_incidents']) {
    const services: { service: string }[] = await trx(table)
      .distinct('service')
      .orderBy('service');
    await markDirty(
      trx,
      services.map(row => row.service),
      now,
    );
  }
}

/** Takes the services that have waited longest, until `until`; of several replicas one gets each. */
export async function takeDirty(
  trx: Knex.Transaction,
  options: { now: number; until: number; limit: number },
): Promise<Taken[]> {
  const { now, until, limit } = options;
  const free = trx(TABLE)
    .where(row => row.whereNull('taken_until').orWhere('taken_until', '<', now))
    .orderBy('since')
    .limit(limit)
    .select('service');
  if (trx.client.config.client === 'pg') free.forUpdate().skipLocked();
  const rows: Omit<Taken, 'until'>[] = await trx(TABLE)
    .whereIn('service', free)
    .update({ taken_until: until })
    .returning(['service', 'marks']);
  return rows.map(row => ({ ...row, until }));
}

/** Locks the service. False: it took so long that another process may be at it. */
export async function isStillTaken(
  trx: Knex.Transaction,
  { service, until }: Taken,
): Promise<boolean> {
  const rows = await trx(TABLE)
    .where({ service, taken_until: until })
    .update({ taken_until: until });
  return rows > 0;
}

/** Within the transaction that writes what follows. What came meanwhile is left to the next round. */
export async function settle(
  trx: Knex.Transaction,
  { service, marks }: Taken,
): Promise<void> {
  const settled = await trx(TABLE).where({ service, marks }).delete();
  if (settled === 0) {
    await trx(TABLE).where({ service }).update({ taken_until: null });
  }
}

/** Since when facts wait to be worked in; undefined: none does. */
export async function oldestDirty(on: Knex): Promise<number | undefined> {
  const [row]: { since: BigIntColumn }[] = await on(TABLE)
    .orderBy('since')
    .limit(1)
    .select('since');
  return row && readNumber(row.since);
}
