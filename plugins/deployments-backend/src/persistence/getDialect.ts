import type { Knex } from 'knex';
import type { Dialect } from './dialect';
import { POSTGRES } from './postgres/postgresDialect';
import { SQLITE } from './sqlite/sqliteDialect';

/** Returns the dialect of a pool or a transaction. Throws for databases other than PostgreSQL and better-sqlite3. */
export function getDialect(on: Knex): Dialect {
  const client: unknown = on.client.config.client;
  switch (client) {
    case 'better-sqlite3':
    case 'sqlite3':
      return SQLITE;
    case 'pg':
      return POSTGRES;
    default:
      throw new Error(
        `The deployments plugin supports PostgreSQL and better-sqlite3, not '${client}'`,
      );
  }
}
