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

/** Rows to insert into one table. */
export interface AddedRows {
  table: string;
  rows: readonly object[];
}

export function fitsOneStatement({ rows }: AddedRows): boolean {
  return rows.length <= ROWS_PER_STATEMENT;
}

/** Changes one row, then inserts others. */
export async function changeThenInsert(
  on: Knex,
  change: Knex.QueryBuilder,
  added: readonly AddedRows[],
): Promise<void> {
  await change;
  for (const { table, rows } of added) {
    await insertRows(on, table, rows);
  }
}
