import type { Knex } from 'knex';
import { inChunks } from './inChunks';

/** Both databases bound the number of values of one statement. */
const AT_ONCE = 50;

/**
 * Inserts all rows or none. Unlike knex's `batchInsert`, which sleeps for a millisecond and opens a savepoint each time:
 * with the few rows of a commit that was most of what the commit took.
 */
export async function insertRows(
  on: Knex,
  table: string,
  rows: readonly object[],
): Promise<void> {
  if (rows.length > AT_ONCE) {
    await on.transaction(async trx => {
      for (const some of inChunks(rows, AT_ONCE)) {
        await trx(table).insert(some);
      }
    });
  } else if (rows.length > 0) {
    await on(table).insert(rows);
  }
}

/** What is written along with a row. */
export interface Along {
  dialect: 'sqlite' | 'postgres';
  rows: readonly AddedRows[];
}

/** Rows that are to be added to a table. */
export interface AddedRows {
  table: string;
  rows: readonly object[];
}

/**
 * Changes one row and adds others: on PostgreSQL in one statement, because each is a round trip to the server, which is
 * most of what a commit takes there.
 */
export async function changeAndInsert(
  on: Knex,
  change: Knex.QueryBuilder,
  along: Along,
): Promise<void> {
  const added = along.rows.filter(({ rows }) => rows.length > 0);
  const fits = added.every(({ rows }) => rows.length <= AT_ONCE);
  if (along.dialect === 'postgres' && fits) {
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
