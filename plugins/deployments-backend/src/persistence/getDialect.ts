import type { Knex } from 'knex';
import type { Dialect } from './dialect';
import { POSTGRES_DIALECT } from './postgres/postgresDialect';
import { SQLITE_DIALECT } from './sqlite/sqliteDialect';

/** Returns the dialect of a pool or a transaction. Throws for databases other than PostgreSQL and better-sqlite3. */
export function getDialect(on: Knex): Dialect {
  const client: unknown = on.client.config.client;
  switch (client) {
    case 'better-sqlite3':
    case 'sqlite3':
      return SQLITE_DIALECT;
    case 'pg':
      return POSTGRES_DIALECT;
    default:
      throw new Error(
        `The deployments plugin does not support the database client '${client}'. Set backend.database.client to 'pg' or 'better-sqlite3'.`,
      );
  }
}
