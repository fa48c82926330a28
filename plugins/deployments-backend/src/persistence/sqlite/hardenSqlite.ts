import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { protectSqliteFiles } from './sqliteFiles';

/** How long a process that is being replaced may take to release the file. */
const LOCK_PATIENCE_MS = 15_000;

/**
 * Protects an SQLite database in three ways that Backstage doesn't. Acknowledged commands survive a power loss (a write-ahead
 * log, synced on each commit). Other processes can't open the file, because all owners of deployments are presumed dead at
 * the start, which is only true if one process runs at a time. And only the files' owner can read them. Throws if SQLite
 * does not accept the settings.
 */
export async function hardenSqlite(
  knex: Knex,
  patienceMs: number = LOCK_PATIENCE_MS,
  logger?: Pick<LoggerService, 'warn'>,
): Promise<void> {
  const file = await findMainFile(knex);
  if (!file) {
    return;
  }
  // First, so that the write-ahead log is created with the same mode.
  await protectSqliteFiles(file, logger);
  await knex.raw('PRAGMA locking_mode = EXCLUSIVE');
  await retryWhileLocked(
    async () => {
      await knex.raw('PRAGMA journal_mode = WAL');
      await knex.raw('PRAGMA synchronous = FULL');
      // In exclusive mode the first write takes the lock and keeps it.
      await knex.raw('BEGIN IMMEDIATE');
      await knex.raw('COMMIT');
    },
    { file, patienceMs },
  );
  const journal = await pragma(knex, 'journal_mode');
  const synchronous = await pragma(knex, 'synchronous');
  if (journal !== 'wal' || synchronous !== 2) {
    throw new Error(
      `SQLite did not accept the settings that keep acknowledged commands safe: journal_mode is ${journal} (expected wal), synchronous is ${synchronous} (expected 2, FULL)`,
    );
  }
}

/** Returns the path of the database file. Empty or absent: the database is in memory. */
async function findMainFile(knex: Knex): Promise<string | undefined> {
  const databases: { name: string; file: string }[] = await knex.raw(
    'PRAGMA database_list',
  );
  return databases.find(it => it.name === 'main')?.file;
}

async function pragma(knex: Knex, name: string): Promise<unknown> {
  const rows: Record<string, unknown>[] = await knex.raw(`PRAGMA ${name}`);
  return rows[0]?.[name];
}

async function retryWhileLocked(
  work: () => Promise<void>,
  { file, patienceMs }: { file: string; patienceMs: number },
): Promise<void> {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (!isLocked(error)) {
        throw error;
      }
      if (Date.now() >= until) {
        throw new Error(
          `Another process has the deployments database ${file} open. On SQLite only one backend can run at a time; stop the other one, or use PostgreSQL for several replicas.`,
          { cause: error },
        );
      }
    }
    await new Promise(resolve => setTimeout(resolve, 250));
  }
}

function isLocked(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && code.startsWith('SQLITE_BUSY');
}
