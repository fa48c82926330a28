import { join } from 'node:path';
import type { PostgresServer } from '../lib/postgres';
import { query } from '../lib/postgres';
import type { DatabaseOptions } from './contenders/contender';
import type { DatabaseName } from './engineOptions';

export interface Databases {
  /** Returns options for empty databases of a contender, which creates one for each of its plugins. */
  createOptions(database: DatabaseName, name: string): DatabaseOptions;
  /** Drops the databases, because the server may not be ours. */
  drop(): Promise<void>;
}

export function createDatabases(
  directory: string,
  postgres?: PostgresServer,
): Databases {
  const prefix = `bench_${process.pid}_`;
  return {
    createOptions: (database, name) =>
      postgres && database === 'postgres'
        ? { client: 'pg', url: postgres.url, prefix: `${prefix}${name}_` }
        : { client: 'sqlite', folder: join(directory, name) },
    async drop() {
      if (!postgres) {
        return;
      }
      const created = await query(
        postgres.url,
        'select datname from pg_database where starts_with(datname, ?)',
        [prefix],
      );
      for (const { datname } of created) {
        await query(
          postgres.url,
          `drop database if exists "${datname}" with (force)`,
        );
      }
    },
  };
}
