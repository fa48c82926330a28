import type { Database } from '../../store/database';

/**
 * Runs questions that all see the same rows, whatever is written meanwhile: a value and the rows that it counts belong
 * together.
 */
export async function inSnapshot<T>(
  database: Database,
  read: (snapshot: Database) => Promise<T>,
): Promise<T> {
  const within = (knex: Database['knex']) => read({ ...database, knex });
  // SQLite's transactions are snapshots anyway, and it takes no other word for it.
  return database.dialect === 'postgres'
    ? database.knex.transaction(within, {
        isolationLevel: 'repeatable read',
        readOnly: true,
      })
    : database.knex.transaction(within);
}
