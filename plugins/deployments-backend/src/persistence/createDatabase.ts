import type { Knex } from 'knex';
import type { Database } from './database';
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

/** Creates the plugin's database from a connection pool. Throws for databases other than PostgreSQL and better-sqlite3. */
export function createDatabase(knex: Knex): Database {
  const client: unknown = knex.client.config.client;
  switch (client) {
    case 'better-sqlite3':
    case 'sqlite3':
      return createSqliteDatabase(knex, writeWatchFor(knex));
    case 'pg':
      return createPostgresDatabase(knex, writeWatchFor(knex));
    default:
      throw new Error(
        `The deployments plugin supports PostgreSQL and better-sqlite3, not '${client}'`,
      );
  }
}
