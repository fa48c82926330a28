import { join } from 'node:path';
import type { PostgresServer } from '../lib/postgres';
import { query } from '../lib/postgres';
import type { DatabaseOptions } from './contenders/contender';
import type { DatabaseName } from './options';

export interface Databases {
  /** Empty ones for a contender, which makes one for each of its plugins. */
  of(database: DatabaseName, name: string): DatabaseOptions;
  /** On a server that others use nothing of ours may stay behind. */
  drop(): Promise<void>;
}

export function createDatabases(
  directory: string,
  postgres?: PostgresServer,
): Databases {
  const prefix = `bench_${process.pid}_`;
  return {
    of: (database, name) =>
      postgres && database === 'postgres'
        ? { client: 'pg', url: postgres.url, prefix: `${prefix}${name}_` }
        : { client: 'sqlite', folder: join(directory, name) },
    async drop() {
      if (!postgres) {
        return;
      }
      const made = await query(
        postgres.url,
        'select datname from pg_database where starts_with(datname, ?)',
        [prefix],
      );
      for (const { datname } of made) {
        await query(
          postgres.url,
          `drop database if exists "${datname}" with (force)`,
        );
      }
    },
  };
}
