import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import { REDUCER_VERSION } from '../pipeline/snapshot';
import type { WakeQueue } from '../queue/WakeQueue';
import type { Database } from '../store/database';
import { findDue, releaseOwner, takeOrphans } from '../store/leases';
import type { EngineCounters } from './engineCounters';
import type { Presence } from './presence';

export interface RecoveryOptions {
  database: Database;
  queue: WakeQueue;
  presence: Presence;
  counters: EngineCounters;
  logger: LoggerService;
  /** How often owners are looked at, in milliseconds, give or take a quarter. Default 500. */
  everyMs?: number;
}

const EVERY_MS = 500;
/** How many are taken from owners that are gone at a time: the rest is for the others, or for the next look. */
const TAKEN_AT_ONCE = 20;
/** How often wake-ups are made up for that were lost, give or take a quarter. */
const DUE_EVERY_MS = 5_000;
/** Work that is due for less than this is likely on its way. */
const DUE_FOR_MS = 1_000;
const DUE_AT_ONCE = 100;

/**
 * On PostgreSQL: peers look after each other. What an owner left that is gone is due again at once, for whoever has room;
 * what is due and nobody is at work on is woken again. Returns its stop function.
 */
export function startRecovery(options: RecoveryOptions): () => Promise<void> {
  const { presence, logger, everyMs = EVERY_MS } = options;
  const stops = [
    repeat(logger, everyMs, 'Owners that are gone', () => recover(options)),
    repeat(logger, DUE_EVERY_MS, 'Due deployments', () => wakeDue(options)),
  ];
  let returning: Promise<void> = Promise.resolve();
  presence.onIdentity(before => {
    returning = returning
      .then(async () => {
        if (before !== undefined) {
          await handOver(options, before);
        }
        await wakeDue(options);
      })
      .catch(error =>
        logger.warn(
          `What this process had before it lost its database session is left to the others: ${stringifyError(
            error,
          )}`,
        ),
      );
  });
  return async () => {
    await Promise.all(stops.map(stop => stop()));
    await returning;
  };
}

async function recover(options: RecoveryOptions): Promise<void> {
  const { database, queue, presence, counters, logger } = options;
  if (!presence.identity()) {
    // Without a session there is likely none for the others either.
    return;
  }
  const orphans = await database.transaction(async trx => {
    const taken = await takeOrphans(trx, await database.now(trx), {
      limit: TAKEN_AT_ONCE,
      judgesLocks: presence.judgesLocks(),
    });
    for (const { id } of taken) {
      await queue.enqueue(trx, id);
    }
    return taken;
  });
  for (const { id, owner, cause } of orphans) {
    counters.recovered(cause);
    logger.info(
      `Deployment ${id} goes on elsewhere: ${
        cause === 'lock'
          ? `replica ${owner}, which worked on it, is gone`
          : `replica ${owner}, which worked on it, did not renew its lease`
      }`,
    );
  }
}

/** What an identity of this process still has is let go of at once. Returns how many. */
export async function handOver(
  { database, queue }: Pick<RecoveryOptions, 'database' | 'queue'>,
  owner: string,
): Promise<number> {
  return database.transaction(async trx => {
    const ids = await releaseOwner(trx, owner, await database.now(trx));
    for (const id of ids) {
      await queue.enqueue(trx, id);
    }
    return ids.length;
  });
}

/** Losing the queue loses no deployment: what is due stands in the rows. */
async function wakeDue({ database, queue }: RecoveryOptions): Promise<void> {
  const now = await database.now(database.knex);
  const due = await findDue(database.knex, now - DUE_FOR_MS, {
    limit: DUE_AT_ONCE,
    reducerVersion: REDUCER_VERSION,
  });
  if (due.length > 0) {
    await database.transaction(async trx => {
      for (const id of due) {
        await queue.enqueue(trx, id);
      }
    });
  }
}

/** Replicas that started together must not look together. */
function repeat(
  logger: LoggerService,
  everyMs: number,
  what: string,
  work: () => Promise<void>,
): () => Promise<void> {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let isFailing = false;
  const next = () => {
    if (isStopped) {
      return;
    }
    timer = setTimeout(() => {
      running = work()
        .then(() => {
          isFailing = false;
        })
        .catch(error => {
          if (!isFailing) {
            logger.warn(
              `${what} could not be looked for; tried again shortly: ${stringifyError(
                error,
              )}`,
            );
          }
          isFailing = true;
        })
        .finally(next);
    }, everyMs * (0.75 + Math.random() / 2));
    timer.unref?.();
  };
  next();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await running;
  };
}
