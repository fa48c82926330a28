import { readdir } from 'node:fs/promises';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { createServerClock } from './postgres/serverClock';
import { groupCommits } from './groupCommit';
import { watchWrites, type Writes, type WriteWatch } from './watchWrites';

/** The plugin's database, and the one place that knows how the two dialects differ. */
export interface Database {
  readonly knex: Knex;
  readonly dialect: 'sqlite' | 'postgres';
  /**
   * Epoch milliseconds by the database's own clock, at this moment rather than at the transaction's start. Leases and
   * due times of many replicas compare with it.
   */
  now(on: Knex | Knex.Transaction): Promise<number>;
  /**
   * The same without asking: never behind it, and ahead of it by no more than the fastest answer of late took, as far as
   * the two clocks run together.
   */
  estimateNow(): number;
  /** A time of the database that a statement told besides, which was asked at `askedAt` of `performance.now()`. */
  learnNow(now: number, askedAt: number): void;
  /**
   * SQLite's pool has one connection: inside `work`, await nothing but what goes through `trx`, or it waits for itself.
   * On PostgreSQL `work` runs again when the server chose the transaction to break a deadlock: nothing of it has happened
   * then, and outside of the transaction it may change nothing, but through `afterCommit`.
   */
  transaction<T>(work: (trx: Knex.Transaction) => Promise<T>): Promise<T>;
  /**
   * For a change that is one statement: on PostgreSQL it needs no transaction around it, which would be two round trips
   * more; on SQLite it shares a commit with others. Of `afterCommit` it knows nothing.
   */
  statement<T>(work: (on: Knex) => Promise<T>): Promise<T>;
  /** How writing goes in this process. */
  writes(): Writes;
}

const MIGRATIONS_TABLE = 'knex_migrations';

/** Epoch milliseconds by PostgreSQL's clock, at this moment. */
export const PG_CLOCK = `(extract(epoch from clock_timestamp()) * 1000)::bigint`;

const writeWatches = new WeakMap<Knex, WriteWatch>();

/** One watch listens to a pool, however many databases are made of it. */
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
      : work => retryBroken(() => writes.transaction(work));
  const clock = createServerClock();
  return {
    knex,
    dialect,
    async now(on) {
      if (dialect === 'sqlite') {
        // It runs in this process, and asks the same clock.
        return Date.now();
      }
      const askedAt = performance.now();
      const { rows } = await on.raw(`select ${PG_CLOCK} as now`);
      const now = Number(rows[0].now);
      clock.learn(now, askedAt);
      return now;
    },
    // SQLite's is our own.
    estimateNow: () => clock.now() ?? Date.now(),
    learnNow: clock.learn,
    transaction,
    writes: writes.current,
    statement: work =>
      dialect === 'sqlite' ? transaction(work) : retryBroken(() => work(knex)),
  };
}

/**
 * Whether PostgreSQL, or the connection to it, went away: whether what was asked for has happened is not known. Socket
 * errors are left out, because those of others look the same.
 */
export function isOutage(error: unknown): boolean {
  const { code, name, message } = (error ?? {}) as Record<string, unknown>;
  return (
    (typeof code === 'string' && /^(08\w{3}|57P0[1-3])$/.test(code)) ||
    name === 'KnexTimeoutError' ||
    (typeof message === 'string' &&
      // Knex puts the statement before it.
      /(^| - )(Connection (terminated|ended)|Client has encountered a connection error)/.test(
        message,
      ))
  );
}

/** Deadlock, and a conflict of serializable transactions: the server has rolled it back and asks to try again. */
const BROKEN = new Set(['40P01', '40001']);
const MAX_TRIES = 5;

async function retryBroken<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await run();
    } catch (error) {
      const code: unknown = (error as { code?: unknown } | undefined)?.code;
      if (
        tries === MAX_TRIES ||
        typeof code !== 'string' ||
        !BROKEN.has(code)
      ) {
        throw error;
      }
      // Apart from whoever it met.
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
    `The deployments plugin works on PostgreSQL and better-sqlite3, not on '${client}'`,
  );
}

/** Brings the tables to what this code knows. Throws when they are ahead of it. */
export async function migrate(knex: Knex): Promise<void> {
  const directory = migrationsDirectory();
  await refuseNewer(knex, directory);
  await knex.migrate.latest({ directory });
}

/** Knex's own words for this are that the migration directory is corrupt, which sends people looking in the wrong place. */
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
      `The database was migrated by a newer version of the deployments plugin: this one does not know ${unknown
        .map(({ name }) => name)
        .join(
          ', ',
        )}. Start the newer version again; to go back, roll these migrations back with it, or restore the backup from before the upgrade.`,
    );
  }
}

export function migrationsDirectory(): string {
  return resolvePackagePath(
    '@slipway/backstage-plugin-deployments-backend',
    'migrations',
  );
}
