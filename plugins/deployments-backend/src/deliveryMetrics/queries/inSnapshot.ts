import type { Database } from '../../persistence/database';

/** Runs queries that all see the same rows, so that a value matches the rows that it counts. */
export async function inSnapshot<T>(
  database: Database,
  read: (snapshot: Database) => Promise<T>,
): Promise<T> {
  const within = (knex: Database['knex']) => read({ ...database, knex });
  if (database.dialect.name === 'sqlite') {
    // SQLite's transactions are snapshots anyway, and it does not support the option.
    return database.knex.transaction(within);
  }
  return database.knex.transaction(
    async trx => {
      // A median of millions of commits sorts them: in memory rather than on disk.
      await trx.raw(`set local work_mem = '64MB'`);
      return within(trx);
    },
    { isolationLevel: 'repeatable read', readOnly: true },
  );
}
