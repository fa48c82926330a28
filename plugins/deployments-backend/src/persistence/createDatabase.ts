import type { Knex } from 'knex';
import type { Database } from './database';
import { getDialect } from './getDialect';
import { createPostgresDatabase } from './postgres/createPostgresDatabase';
import { createSqliteDatabase } from './sqlite/createSqliteDatabase';
import type { WriteWatch } from './watchWrites';
import { watchWrites } from './watchWrites';

const writeWatches = new WeakMap<Knex, WriteWatch>();

/** Returns the pool's write watch. All databases created from one pool share it. */
function writeWatchFor(knex: Knex): WriteWatch {
  const watch = writeWatches.get(knex) ?? watchWrites(knex);
  writeWatches.set(knex, watch);
  return watch;
}

/**
 * Creates the plugin's database from a connection pool. Throws for databases other than PostgreSQL and better-sqlite3.
 *
 * @param options.keepsSessions - whether each PostgreSQL connection keeps its session, so that prepared statements work.
 * Default: false, as behind a pooler in transaction mode
 */
export function createDatabase(
  knex: Knex,
  { keepsSessions = () => false }: { keepsSessions?: () => boolean } = {},
): Database {
  const writes = writeWatchFor(knex);
  return getDialect(knex).name === 'postgres'
    ? createPostgresDatabase(knex, writes, keepsSessions)
    : createSqliteDatabase(knex, writes);
}
