import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import knexFactory from 'knex';
import type { Knex } from 'knex';
import { hardenSqlite } from '../persistence/sqlite/hardenSqlite';
import type { CliOutput } from './cliOutput';
import { copyTables } from '../maintenance/copyDatabase/copyTables';

export type { CliOutput };

const USAGE = `Usage: SLIPWAY_COPY_TO=postgres://… slipway-copy-database --from <file> [options]

Copies the deployments plugin's database from SQLite to an empty PostgreSQL database, and verifies the copy.
Stop the portal first. The SQLite file is not changed.

Set the target in the environment variable SLIPWAY_COPY_TO, so that its password does not appear in process lists:
postgres://user:password@host:5432/backstage_plugin_deployments

Options:
  --from <file>    The SQLite file: deployments.sqlite in the folder backend.database.connection.directory
  --schema <name>  The schema in the target, created if it does not exist. With pluginDivisionMode: schema,
                   it is "deployments". Default: the schema of the connection, usually public
  --help           Show this text

Exits with 0 if everything was copied, 2 if nothing was.`;

/**
 * Runs the command and sets the process's exit code.
 *
 * @public
 */
export function main(args: string[]): void {
  runCopy(args, {
    cwd: process.env.INIT_CWD ?? process.cwd(),
    target: process.env.SLIPWAY_COPY_TO,
    // eslint-disable-next-line no-console
    print: text => console.log(text),
  }).then(
    () => process.exit(0),
    error => {
      // eslint-disable-next-line no-console
      console.error(error instanceof Error ? error.message : error);
      process.exit(2);
    },
  );
}

/**
 * Runs the command. Rejects if nothing was copied.
 *
 * @public
 */
export async function runCopy(
  args: string[],
  options: Pick<CliOutput, 'print'> & {
    cwd: string;
    target: string | undefined;
  },
): Promise<void> {
  const { print, cwd, target } = options;
  const { values } = parseArgs({
    args,
    options: {
      from: { type: 'string' },
      schema: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    print(USAGE);
    return;
  }
  if (values.from === undefined || !target) {
    throw new Error(
      `${
        values.from === undefined
          ? '--from is missing'
          : 'SLIPWAY_COPY_TO is not set'
      }\n\n${USAGE}`,
    );
  }
  const file = resolve(cwd, values.from);
  if (!existsSync(file)) {
    throw new Error(`The file ${file} does not exist`);
  }
  const from = knexFactory({
    client: 'better-sqlite3',
    connection: { filename: file },
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  });
  const to = knexFactory({
    client: 'pg',
    connection: target,
    searchPath: values.schema === undefined ? undefined : [values.schema],
  });
  try {
    await copy(from, to, values.schema, print);
  } finally {
    await Promise.all([from.destroy(), to.destroy()]);
  }
}

async function copy(
  from: Knex,
  to: Knex,
  schema: string | undefined,
  print: (text: string) => void,
): Promise<void> {
  // Takes the exclusive lock, so that no other process can write during the copy.
  await hardenSqlite(from, 1_000);
  if (schema !== undefined) {
    await to.raw('create schema if not exists ??', [schema]);
  }
  const { tables, chain } = await copyTables({
    from,
    to,
    onTable: (table, rows) => print(`${table}: ${rows}`),
  });
  const rows = [...tables.values()].reduce((sum, count) => sum + count, 0);
  print(
    `Copied ${rows} rows of ${tables.size} tables. The audit chain is intact: ${chain.entries} entries, last hash ${chain.lastHash}`,
  );
}
