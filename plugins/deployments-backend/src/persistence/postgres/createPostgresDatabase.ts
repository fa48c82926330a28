import type { Knex } from 'knex';
import type { Database } from '../database';
import type { WriteWatch } from '../watchWrites';
import { PG_CLOCK } from './pgClock';
import { POSTGRES_DIALECT } from './postgresDialect';
import { createResultWriter } from './createResultWriter';
import { createServerClock } from './serverClock';

/** Creates the database on PostgreSQL, whose clock is the clock of all replicas. */
export function createPostgresDatabase(
  knex: Knex,
  writes: WriteWatch,
  keepsSessions: () => boolean,
): Database {
  const clock = createServerClock();
  const statement: Database['statement'] = work =>
    retryAborted(() => work(knex));
  return {
    knex,
    dialect: POSTGRES_DIALECT,
    async now(on) {
      const sentAt = performance.now();
      const { rows } = await on.raw(`select ${PG_CLOCK} as now`);
      const now = Number(rows[0].now);
      clock.update(now, sentAt);
      return now;
    },
    estimateNow: () => clock.now() ?? Date.now(),
    transaction: work => retryAborted(() => writes.transaction(work)),
    statement,
    resultWriter: createResultWriter(
      { statement, updateClock: clock.update },
      keepsSessions,
    ),
    writes: writes.current,
  };
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
