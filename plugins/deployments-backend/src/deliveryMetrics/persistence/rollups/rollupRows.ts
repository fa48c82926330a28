import type { Knex } from 'knex';
import { inChunks } from '../../../persistence/inChunks';
import type { Compressed } from './rollupCodec';
import type { Series } from './rollupSeries';
import type { BigIntColumn } from '../../../persistence/columns';
import { readNumber } from '../../../persistence/columns';
import type { TierDay } from '../days';
import { DAY_MS } from '../days';
import { getDialect } from '../../../persistence/getDialect';

export interface RollupRow extends Compressed {
  series: Series;
  bin: string;
}

const ROLLUPS = 'dora_rollups';
const STALE_ROLLUPS = 'dora_unrolled';
const CHUNK = 100;

/**
 * Marks days in the transaction that changes their rows, after all its other locks except the one that ends a claim.
 * The rollup of an unmarked day matches its rows.
 */
export async function markRollupsStale(
  trx: Knex.Transaction,
  days: readonly TierDay[],
): Promise<void> {
  const byKey = new Map(
    days.map(({ tier, day }) => [`${tier} ${day}`, { tier, day }]),
  );
  // The same order in every transaction, so that two wait for each other instead of deadlocking.
  const ordered = [...byKey.values()].sort(
    (a, b) => a.day - b.day || (a.tier < b.tier ? -1 : 1),
  );
  // This process's clock is good enough: it only decides how soon the day is compressed.
  const now = Date.now();
  for (const chunk of inChunks(ordered, CHUNK)) {
    await trx(STALE_ROLLUPS)
      .insert(chunk.map(day => ({ ...day, touched_at: now })))
      .onConflict(['tier', 'day'])
      .merge(['touched_at']);
  }
}

/** Marks every day that has rows or a rollup. */
export async function markAllRollupsStale(
  trx: Knex.Transaction,
): Promise<void> {
  const days = (table: string, at: string) =>
    `select tier, ${at} - ((${at} % ${DAY_MS}) + ${DAY_MS}) % ${DAY_MS} as day from ${table}`;
  const all = [
    days('dora_deployments', 'finished_at'),
    days('dora_lead_times', 'deployed_at'),
    days('dora_recoveries', 'started_at'),
    `select tier, day from ${ROLLUPS}`,
  ].join(' union ');
  // SQLite would parse "on conflict" as a join condition if there were no other.
  await trx.raw(
    `insert into ${STALE_ROLLUPS} (tier, day, touched_at) select tier, day, 0 from (${all}) as days where true on conflict do nothing`,
  );
}

/**
 * Takes a day that was not marked again since `before`, in epoch milliseconds. Locks it until the transaction ends; a
 * process that changes its rows in between marks it again afterwards.
 */
export async function takeStaleRollup(
  trx: Knex.Transaction,
  before: number,
): Promise<TierDay | undefined> {
  const query = trx(STALE_ROLLUPS)
    .where('touched_at', '<=', before)
    .orderBy('touched_at')
    .limit(1)
    .select('tier', 'day');
  const [row]: { tier: string; day: BigIntColumn }[] = await getDialect(
    trx,
  ).forUpdateSkipLocked(query);
  return row && { tier: row.tier, day: readNumber(row.day) };
}

/** Stores the rollup in the transaction that took the day. `series`: all series of the day. */
export async function putRollup(
  trx: Knex.Transaction,
  { tier, day }: TierDay,
  rows: readonly RollupRow[],
  series: readonly Series[],
): Promise<void> {
  await trx(ROLLUPS).where({ tier, day }).whereIn('series', series).delete();
  for (const chunk of inChunks(rows, CHUNK)) {
    await trx(ROLLUPS).insert(chunk.map(row => ({ tier, day, ...row })));
  }
  await trx(STALE_ROLLUPS).where({ tier, day }).delete();
}

/** Returns the days of a span whose rollup is stale, in order. */
export async function findStaleRollups(
  on: Knex,
  tier: string,
  { from, until }: { from: number; until: number },
): Promise<number[]> {
  const rows: { day: BigIntColumn }[] = await on(STALE_ROLLUPS)
    .where({ tier })
    .where('day', '>=', from)
    .where('day', '<', until)
    .orderBy('day')
    .select('day');
  return rows.map(row => readNumber(row.day));
}
