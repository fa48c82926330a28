import { mockServices } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { createPgSession } from '../../persistence/postgres/pgSession';
import type { PgSessionKeeper } from '../../persistence/postgres/pgSession';
import { LocalQueue } from '../LocalQueue';
import { PgBossQueue } from '../PgBossQueue';
import type { PgBossQueueOptions } from '../PgBossQueue';
import type { WakeQueue } from '../WakeQueue';

type Logger = ReturnType<typeof mockServices.logger.mock>;

export interface TestQueue<T extends WakeQueue = WakeQueue> {
  queue: T;
  logger: Logger;
  stop(): Promise<void>;
}

export interface TestQueueOptions {
  concurrency?: number;
  findDue?: (limit: number) => Promise<string[]>;
}

const COMMON = {
  concurrency: 10,
  findDue: async () => [],
  now: () => Date.now(),
};

export async function createLocal(
  _knex: Knex,
  options: TestQueueOptions = {},
): Promise<TestQueue<LocalQueue>> {
  const logger = mockServices.logger.mock();
  const queue = new LocalQueue({
    ...COMMON,
    logger,
    sweepEveryMs: 30,
    ...options,
  });
  return { queue, logger, stop: () => queue.stop() };
}

/**
 * A replica's queue and session. Sweeps and polls are too slow for a test, so wake-ups have to arrive by notification.
 */
export async function createPgBoss(
  knex: Knex,
  options: TestQueueOptions & Partial<PgBossQueueOptions> = {},
): Promise<TestQueue<PgBossQueue> & { session: PgSessionKeeper }> {
  const logger = mockServices.logger.mock();
  const session = createPgSession({ knex, logger, keepaliveMs: 50 });
  await session.start();
  const queue = new PgBossQueue({
    ...COMMON,
    knex,
    session,
    logger,
    settings: { createSchema: true },
    sweepEveryMs: 30,
    pollEveryMs: 3_600_000,
    ...options,
  });
  try {
    await queue.install();
  } catch (error) {
    await session.stop();
    throw error;
  }
  return {
    queue,
    logger,
    session,
    async stop() {
      await queue.stop();
      await session.stop();
    },
  };
}

export function deferred() {
  let resolve: () => void = () => {};
  const promise = new Promise<void>(done => {
    resolve = done;
  });
  return { promise, resolve };
}

/** Waits long enough for something that must not happen to have happened. */
export const aWhile = () => new Promise(resolve => setTimeout(resolve, 150));

export async function until(
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  while (!(await holds())) {
    await new Promise(resolve => setTimeout(resolve, 10));
  }
}

export async function enqueue(
  knex: Knex,
  queue: WakeQueue,
  deploymentId: string,
  at?: number,
): Promise<void> {
  await knex.transaction(trx => queue.enqueue(trx, deploymentId, at));
}
