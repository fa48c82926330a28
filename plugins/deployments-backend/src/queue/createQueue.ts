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
  /** Only on PostgreSQL. */
  session?: PgSessionKeeper;
  engine: EngineModel;
  /** This replica's reducer version. Deployments that a newer reducer has folded are left to newer replicas. */
  reducerVersion: number;
  logger: LoggerService;
}

/** The sweep leaves out rows that became due more recently, because their wake-up may still reach a replica. */
const SWEEP_AFTER_MS = 250;

/**
 * Creates the queue for the plugin's database. On PostgreSQL, it also creates the queue's tables. If the database role may not
 * do that, throws an error that says what to grant or configure.
 */
export async function createQueue(options: QueueOptions): Promise<WakeQueue> {
  const { database, session, engine, reducerVersion, logger } = options;
  const { knex } = database;
  const findDueFor = (ms: number) => async (limit: number) =>
    findDue(knex, (await database.now(knex)) - ms, {
      limit,
      reducerVersion,
    });
  const common = {
    logger,
    concurrency: engine.concurrency,
    now: database.estimateNow,
  };
  if (database.dialect.name === 'sqlite' || !session) {
    return new LocalQueue({ ...common, findDue: findDueFor(0) });
  }
  const queue = new PgBossQueue({
    ...common,
    knex,
    session,
    settings: engine.queue,
    findDue: findDueFor(SWEEP_AFTER_MS),
  });
  await queue.install();
  return queue;
}
