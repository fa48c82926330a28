import { readdir } from 'node:fs/promises';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';

const MIGRATIONS_TABLE = 'knex_migrations';

/** Migrates the tables to this version's schema. Throws when the database is newer than this code. */
export async function migrate(knex: Knex): Promise<void> {
  const directory = findMigrationsDirectory();
  await refuseNewer(knex, directory);
  await knex.migrate.latest({ directory });
}

/** Knex would report a newer database as a corrupt migration directory, which is misleading. */
async function refuseNewer(knex: Knex, directory: string): Promise<void> {
  if (!(await knex.schema.hasTable(MIGRATIONS_TABLE))) {
    return;
  }
  const known = new Set(await readdir(directory));
  const applied: { name: string }[] = await knex(MIGRATIONS_TABLE)
    .orderBy('id')
    .select('name');
  const unknown = applied.filter(({ name }) => !known.has(name));
  if (unknown.length > 0) {
    throw new Error(
      `A newer version of the deployments plugin migrated the database; this version does not know ${unknown
        .map(({ name }) => name)
        .join(
          ', ',
        )}. Start the newer version again. To downgrade, roll these migrations back with it first, or restore a backup from before the upgrade.`,
    );
  }
}

export function findMigrationsDirectory(): string {
  return resolvePackagePath(
    '@slipway/backstage-plugin-deployments-backend',
    'migrations',
  );
}
