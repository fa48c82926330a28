import type { Database } from '../../persistence/database';

/**
 * Runs questions that all see the same rows, whatever is written meanwhile: a value and the rows that it counts belong
 * together.
 */
export async function inSnapshot<T>(
  database: Database,
  read: (snapshot: Database) => Promise<T>,
): Promise<T> {
  const within = (knex: Database['knex']) => read({ ...database, knex });
  if (database.dialect === 'sqlite') {
    // Its transactions are snapshots anyway, and it takes no other word for it.
    return database.knex.transaction(within);
  }
  return database.knex.transaction(
    async trx => {
      // A median of millions of commits is a sort of them: in memory, not on disk.
      await trx.raw(`set local work_mem = '64MB'`);
      return within(trx);
    },
    { isolationLevel: 'repeatable read', readOnly: true },
  );
}
