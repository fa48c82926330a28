import type { Knex } from 'knex';
import { inChunks } from '../../../persistence/inChunks';
import type { Compressed } from './rollupCodec';
import type { Series } from './rollupSeries';
import type { BigIntColumn } from '../../../persistence/columns';
import { readNumber } from '../../../persistence/columns';
import type { TierDay } from '../days';
import { DAY_MS } from '../days';

export interface RollupRow extends Compressed {
  series: Series;
  bin: string;
}

const ROLLUPS = 'dora_rollups';
const UNROLLED = 'dora_unrolled';
const CHUNK = 100;

/**
 * Within the transaction that changes rows of these days, behind all else that it locks but what it settles: the rows of
 * a day that is not marked are those that are packed.
 */
export async function markRollupsStale(
  trx: Knex.Transaction,
  days: readonly TierDay[],
): Promise<void> {
  const byKey = new Map(
    days.map(({ tier, day }) => [`${tier} ${day}`, { tier, day }]),
  );
  // In one order in every transaction, so that two wait for each other instead of locking each other out.
  const ordered = [...byKey.values()].sort(
    (a, b) => a.day - b.day || (a.tier < b.tier ? -1 : 1),
  );
  // By this process's clock: no more hangs on it than how soon the day is packed.
  const touchedAt = Date.now();
  for (const chunk of inChunks(ordered, CHUNK)) {
    await trx(UNROLLED)
      .insert(chunk.map(day => ({ ...day, touched_at: touchedAt })))
      .onConflict(['tier', 'day'])
      .merge(['touched_at']);
  }
}

/** Every day that has rows or is packed is to be packed anew. */
export async function markAllUnrolled(trx: Knex.Transaction): Promise<void> {
  const days = (table: string, at: string) =>
    `select tier, ${at} - ((${at} % ${DAY_MS}) + ${DAY_MS}) % ${DAY_MS} as day from ${table}`;
  const all = [
    days('dora_deployments', 'finished_at'),
    days('dora_lead_times', 'deployed_at'),
    days('dora_recoveries', 'started_at'),
    `select tier, day from ${ROLLUPS}`,
  ].join(' union ');
  // SQLite takes "on conflict" for a join's condition where there is no other.
  await trx.raw(
    `insert into ${UNROLLED} (tier, day, touched_at) select tier, day, 0 from (${all}) as days where true on conflict do nothing`,
  );
}

/**
 * A day that nobody has touched since `before`, epoch milliseconds. It is locked until the transaction ends: who changes
 * rows of it meanwhile marks it again afterwards.
 */
export async function takeUnrolled(
  trx: Knex.Transaction,
  before: number,
): Promise<TierDay | undefined> {
  const query = trx(UNROLLED)
    .where('touched_at', '<=', before)
    .orderBy('touched_at')
    .limit(1)
    .select('tier', 'day');
  if (trx.client.config.client === 'pg') query.forUpdate().skipLocked();
  const [row]: { tier: string; day: BigIntColumn }[] = await query;
  return row && { tier: row.tier, day: readNumber(row.day) };
}

/** Within the transaction that took the day. `series`: all that there may be of it. */
export async function putRolledUp(
  trx: Knex.Transaction,
  { tier, day }: TierDay,
  rows: readonly RollupRow[],
  series: readonly Series[],
): Promise<void> {
  await trx(ROLLUPS).where({ tier, day }).whereIn('series', series).delete();
  for (const chunk of inChunks(rows, CHUNK)) {
    await trx(ROLLUPS).insert(chunk.map(row => ({ tier, day, ...row })));
  }
  await trx(UNROLLED).where({ tier, day }).delete();
}

/** Days of a span whose rows are not those that are packed, in order. */
export async function findStaleRollups(
  on: Knex,
  tier: string,
  { from, until }: { from: number; until: number },
): Promise<number[]> {
  const rows: { day: BigIntColumn }[] = await on(UNROLLED)
    .where({ tier })
    .where('day', '>=', from)
    .where('day', '<', until)
    .orderBy('day')
    .select('day');
  return rows.map(row => readNumber(row.day));
}
