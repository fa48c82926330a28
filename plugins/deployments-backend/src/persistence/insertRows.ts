import type { Knex } from 'knex';
import { inChunks } from './inChunks';

/** How many rows one statement inserts, because both databases limit the number of values. */
const ROWS_PER_STATEMENT = 50;

/**
 * Inserts all rows or none. Knex's `batchInsert` does the same, but sleeps for a millisecond and opens a savepoint each time,
 * which took most of the time of a small commit.
 */
export async function insertRows(
  on: Knex,
  table: string,
  rows: readonly object[],
): Promise<void> {
  if (rows.length > ROWS_PER_STATEMENT) {
    await on.transaction(async trx => {
      for (const some of inChunks(rows, ROWS_PER_STATEMENT)) {
        await trx(table).insert(some);
      }
    });
  } else if (rows.length > 0) {
    await on(table).insert(rows);
  }
}

/** Rows that are inserted together with a change. */
export interface AccompanyingRows {
  dialect: 'sqlite' | 'postgres';
  rows: readonly AddedRows[];
}

/** Rows to insert into one table. */
export interface AddedRows {
  table: string;
  rows: readonly object[];
}

/**
 * Changes one row and inserts others. On PostgreSQL this is one statement, because round trips take most of the time
 * of a commit there.
 */
export async function changeAndInsert(
  on: Knex,
  change: Knex.QueryBuilder,
  accompanying: AccompanyingRows,
): Promise<void> {
  const added = accompanying.rows.filter(({ rows }) => rows.length > 0);
  const fits = added.every(({ rows }) => rows.length <= ROWS_PER_STATEMENT);
  if (accompanying.dialect === 'postgres' && fits) {
    for (const { table, rows } of added) {
      change.with(`added_${table}`, on(table).insert(rows));
    }
    await change;
    return;
  }
  await change;
  for (const { table, rows } of added) {
    await insertRows(on, table, rows);
  }
}
