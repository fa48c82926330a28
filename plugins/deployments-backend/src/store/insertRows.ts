import type { Knex } from 'knex';

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
      for (let from = 0; from < rows.length; from += AT_ONCE) {
        await trx(table).insert(rows.slice(from, from + AT_ONCE));
      }
    });
  } else if (rows.length > 0) {
    await on(table).insert(rows);
  }
}
