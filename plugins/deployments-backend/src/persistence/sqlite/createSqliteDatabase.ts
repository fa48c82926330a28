import type { Knex } from 'knex';
import type { Database } from '../database';
import type { WriteWatch } from '../watchWrites';
import { groupCommits } from './groupCommit';

/** Creates the database on SQLite, which runs in this process and uses the same clock. */
export function createSqliteDatabase(knex: Knex, writes: WriteWatch): Database {
  const transaction = groupCommits(knex, writes.transaction);
  return {
    knex,
    dialect: 'sqlite',
    now: async () => Date.now(),
    estimateNow: () => Date.now(),
    learnNow: () => {},
    transaction,
    // It shares a commit with others.
    statement: transaction,
    writes: writes.current,
  };
}
