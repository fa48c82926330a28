import type { LoggerService } from '@backstage/backend-plugin-api';
import type { EngineModel } from '../domain/model/deploymentsModel';
import type { Database } from '../persistence/database';
import { findDue } from '../persistence/ownership/leases';
import type { PgSessionKeeper } from '../persistence/postgres/pgSession';
import { LocalQueue } from './LocalQueue';
import { PgBossQueue } from './PgBossQueue';
import type { WakeQueue } from './WakeQueue';

export interface QueueOptions {
  database: Database;
  /** On PostgreSQL. */
  session?: PgSessionKeeper;
  engine: EngineModel;
  /** Deployments of newer code than this are left to newer replicas. */
  reducerVersion: number;
  logger: LoggerService;
}

/** The wake-up of a row that is due for less than this is still on its way to one of the replicas. */
const ON_ITS_WAY_MS = 250;

/**
 * The queue for the database that the plugin has. On PostgreSQL it makes its tables, and throws when it may not, with
 * what to grant or set.
 */
export async function createQueue(options: QueueOptions): Promise<WakeQueue> {
  const { database, session, engine, reducerVersion, logger } = options;
  const { knex } = database;
  const findDueFor = (patienceMs: number) => async (limit: number) =>
    findDue(knex, (await database.now(knex)) - patienceMs, {
      limit,
      reducerVersion,
    });
  const common = {
    logger,
    concurrency: engine.concurrency,
    now: database.estimateNow,
  };
  if (database.dialect === 'sqlite' || !session) {
    return new LocalQueue({ ...common, findDue: findDueFor(0) });
  }
  const queue = new PgBossQueue({
    ...common,
    knex,
    session,
    settings: engine.queue,
    findDue: findDueFor(ON_ITS_WAY_MS),
  });
  await queue.install();
  return queue;
}
