import { readdir } from 'node:fs/promises';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { createServerClock } from './postgres/serverClock';
import { groupCommits } from './groupCommit';
import { watchWrites, type Writes, type WriteWatch } from './watchWrites';

/** The plugin's database. It hides how the two dialects differ. */
export interface Database {
  readonly knex: Knex;
  readonly dialect: 'sqlite' | 'postgres';
  /**
   * Reads the database's clock at this moment, not at the transaction's start, in epoch milliseconds. All replicas compare
   * leases and due times with this clock.
   */
  now(on: Knex | Knex.Transaction): Promise<number>;
  /**
   * Estimates the database's clock without a query, in epoch milliseconds. As long as the two clocks run at the same speed,
   * the estimate is never behind the real clock, and ahead of it by at most the duration of the fastest recent response.
   */
  estimateNow(): number;
  /**
   * Updates the estimate with a time that some statement returned. `askedAt`: when the statement was sent, by
   * `performance.now()`.
   */
  learnNow(now: number, askedAt: number): void;
  /**
   * Runs `work` in a transaction.
   * SQLite's pool has one connection. So await only queries on `trx` inside `work`, because any other query would wait for
   * this transaction. On PostgreSQL, `work` is retried if the server aborts the transaction to resolve a deadlock. So it
   * must not change anything outside the transaction, except through `afterCommit`.
   */
  transaction<T>(work: (trx: Knex.Transaction) => Promise<T>): Promise<T>;
  /**
   * Runs a change that is a single statement. On PostgreSQL it needs no transaction, which saves two round trips; on
   * SQLite it shares a commit with others. `afterCommit` does not work here.
   */
  statement<T>(work: (on: Knex) => Promise<T>): Promise<T>;
  /** Whether this process's recent writes succeeded. */
  writes(): Writes;
}

const MIGRATIONS_TABLE = 'knex_migrations';

/** SQL for PostgreSQL's clock at this moment, in epoch milliseconds. */
export const PG_CLOCK = `(extract(epoch from clock_timestamp()) * 1000)::bigint`;

const writeWatches = new WeakMap<Knex, WriteWatch>();

/** Returns the pool's write watch. All databases created from one pool share it. */
function writeWatchFor(knex: Knex): WriteWatch {
  const watch = writeWatches.get(knex) ?? watchWrites(knex);
  writeWatches.set(knex, watch);
  return watch;
}

export function createDatabase(knex: Knex): Database {
  const dialect = getDialect(knex);
  const writes = writeWatchFor(knex);
  const transaction: Database['transaction'] =
    dialect === 'sqlite'
      ? groupCommits(knex, writes.transaction)
      : work => retryAborted(() => writes.transaction(work));
  const clock = createServerClock();
  return {
    knex,
    dialect,
    async now(on) {
      if (dialect === 'sqlite') {
        // SQLite runs in this process and uses the same clock.
        return Date.now();
      }
      const askedAt = performance.now();
      const { rows } = await on.raw(`select ${PG_CLOCK} as now`);
      const now = Number(rows[0].now);
      clock.learn(now, askedAt);
      return now;
    },
    // SQLite's clock is this process's clock.
    estimateNow: () => clock.now() ?? Date.now(),
    learnNow: clock.learn,
    transaction,
    writes: writes.current,
    statement: work =>
      dialect === 'sqlite' ? transaction(work) : retryAborted(() => work(knex)),
  };
}

/**
 * Whether PostgreSQL, or the connection to it, was lost, so that the statement's outcome is unknown. Socket errors
 * are not included, because those of other services look the same.
 */
export function isOutage(error: unknown): boolean {
  const { code, name, message } = (error ?? {}) as Record<string, unknown>;
  return (
    (typeof code === 'string' && /^(08\w{3}|57P0[1-3])$/.test(code)) ||
    name === 'KnexTimeoutError' ||
    (typeof message === 'string' &&
      // Knex puts the statement in front of the message.
      /(^| - )(Connection (terminated|ended)|Client has encountered a connection error)/.test(
        message,
      ))
  );
}

/**
 * A deadlock, or a conflict of serializable transactions: the server rolled the transaction back and expects a retry.
 */
const ABORTED = new Set(['40P01', '40001']);
const MAX_TRIES = 5;

async function retryAborted<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await run();
    } catch (error) {
      const code: unknown = (error as { code?: unknown } | undefined)?.code;
      if (
        tries === MAX_TRIES ||
        typeof code !== 'string' ||
        !ABORTED.has(code)
      ) {
        throw error;
      }
      // A random pause keeps it from meeting the same transaction again.
      await new Promise(resolve => setTimeout(resolve, Math.random() * 50));
    }
  }
}

function getDialect(knex: Knex): Database['dialect'] {
  const client: unknown = knex.client.config.client;
  if (client === 'better-sqlite3' || client === 'sqlite3') {
    return 'sqlite';
  }
  if (client === 'pg') {
    return 'postgres';
  }
  throw new Error(
    `The deployments plugin supports PostgreSQL and better-sqlite3, not '${client}'`,
  );
}

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
