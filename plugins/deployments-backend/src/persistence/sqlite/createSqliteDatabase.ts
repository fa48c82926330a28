import type { Knex } from 'knex';
import type { Database } from '../database';
import type { WriteWatch } from '../watchWrites';
import { groupCommits } from './groupCommit';
import { SQLITE_DIALECT } from './sqliteDialect';

/** Creates the database on SQLite, which runs in this process and uses the same clock. */
export function createSqliteDatabase(knex: Knex, writes: WriteWatch): Database {
  const transaction = groupCommits(knex, writes.transaction);
  return {
    knex,
    dialect: SQLITE_DIALECT,
    now: async () => Date.now(),
    estimateNow: () => Date.now(),
    transaction,
    statement: transaction,
    writes: writes.current,
  };
}
