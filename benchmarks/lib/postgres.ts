import { randomBytes } from 'node:crypto';
import createKnex from 'knex';
import { atExit } from './cleanUp';

/** A PostgreSQL server for a measurement. */
export interface PostgresServer {
  /** URL of the server's maintenance database. */
  readonly url: string;
  /** e.g. `15.14`. */
  readonly version: string;
  /** Absent for a server that the benchmark did not start. */
  restart?(mode: 'fast' | 'immediate'): Promise<void>;
  /** Creates an empty database and returns its URL. It is dropped with the server, or by `stop`. */
  createDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Use this server instead of starting one; databases get unique names there. */
  url?: string;
  /** Settings of a server that is started, e.g. `{ fsync: 'on' }`. Default: those of tests, without fsync. */
  settings?: Record<string, string | number>;
}

/**
 * Opens the server that `--postgres <url>` names, or starts one on a free loopback port. A started server is removed
 * when this process ends, except by kill -9.
 *
 * @example
 * ```ts
 * const server = await openPostgres({ settings: { fsync: 'on' } });
 * const url = await server.createDatabase('slipway');
 * ```
 */
export async function openPostgres(
  options: PostgresOptions = {},
): Promise<PostgresServer> {
  return options.url === undefined
    ? startOwn(options.settings ?? {})
    : useForeign(options.url);
}

async function startOwn(
  settings: Record<string, string | number>,
): Promise<PostgresServer> {
  const { findPostgres, startPostgres } = await import(
    '../../scripts/lib/postgres.mjs'
  );
  const programs = findPostgres();
  if (!programs) {
    throw new Error(
      'No PostgreSQL server was found. Install one, e.g. on Debian: `apt-get install postgresql`, or use a running one with --postgres <url>.',
    );
  }
  const own = await startPostgres(programs, { settings });
  const release = atExit(() => own.killNow());
  const url = own.connectionString;
  return {
    url,
    version: await readVersion(url),
    restart: own.restart,
    createDatabase: name => createDatabase(url, name),
    async stop() {
      release();
      await own.stop();
    },
  };
}

async function useForeign(url: string): Promise<PostgresServer> {
  const suffix = randomBytes(4).toString('hex');
  const created: string[] = [];
  return {
    url,
    version: await readVersion(url),
    async createDatabase(name) {
      const own = `${name}_${suffix}`;
      const ownUrl = await createDatabase(url, own);
      created.push(own);
      return ownUrl;
    },
    async stop() {
      for (const name of created) {
        await query(url, `drop database if exists "${name}" with (force)`);
      }
    },
  };
}

async function createDatabase(serverUrl: string, name: string) {
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    throw new Error(
      `The database name ${name} may only contain lower-case letters, digits and underscores`,
    );
  }
  await query(serverUrl, `create database "${name}"`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

async function readVersion(url: string): Promise<string> {
  const [row] = await query(url, 'show server_version');
  return String(row?.server_version).split(' ')[0] ?? 'unknown';
}

/**
 * Runs one statement on a new connection, so that a restart of the server does not matter.
 *
 * @param values - Values for each `?` of the statement.
 */
export async function query(
  url: string,
  statement: string,
  values: readonly (string | number)[] = [],
): Promise<Record<string, unknown>[]> {
  const knex = createKnex({
    client: 'pg',
    connection: {
      connectionString: url,
      application_name: 'slipway-benchmark',
    },
    pool: { min: 0, max: 1 },
    acquireConnectionTimeout: 10_000,
  });
  try {
    const { rows } = await knex.raw(statement, [...values]);
    return rows;
  } finally {
    await knex.destroy();
  }
}
