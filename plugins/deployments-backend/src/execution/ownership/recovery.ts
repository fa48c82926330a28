import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { WakeQueue } from '../../queue/WakeQueue';
import type { Database } from '../../persistence/database';
import {
  releaseOwner,
  reclaimOrphaned,
} from '../../persistence/ownership/leases';
import type { EngineCounters } from '../../observability/engineCounters';
import type { ReplicaRegistry } from './replicaRegistry';

export interface RecoveryOptions {
  database: Database;
  queue: WakeQueue;
  replicaRegistry: ReplicaRegistry;
  counters: EngineCounters;
  logger: LoggerService;
  /** How often owners are looked at, in milliseconds, give or take a quarter. Default 500. */
  everyMs?: number;
}

const EVERY_MS = 500;
/** How many are taken from owners that are gone at a time: the rest is for the others, or for the next look. */
const TAKEN_AT_ONCE = 20;
/**
 * On PostgreSQL: peers look after each other. What an owner left that is gone is due again at once, for whoever has room.
 * Returns its stop function.
 */
export function startRecovery(options: RecoveryOptions): () => Promise<void> {
  const { replicaRegistry, logger, everyMs = EVERY_MS } = options;
  const stop = repeat(logger, everyMs, () => recover(options));
  let returning: Promise<void> = Promise.resolve();
  replicaRegistry.onIdentity(before => {
    if (before === undefined) {
      return;
    }
    returning = releaseAll(options, before)
      .then(() => {})
      .catch(error =>
        logger.warn(
          `What this process had before it lost its database session is left to the others: ${stringifyError(
            error,
          )}`,
        ),
      );
  });
  return async () => {
    await stop();
    await returning;
  };
}

async function recover(options: RecoveryOptions): Promise<void> {
  const { database, queue, replicaRegistry, counters, logger } = options;
  if (!replicaRegistry.identity()) {
    // Without a session there is likely none for the others either.
    return;
  }
  const orphans = await database.transaction(async trx => {
    const taken = await reclaimOrphaned(trx, await database.now(trx), {
      limit: TAKEN_AT_ONCE,
      judgesLocks: replicaRegistry.judgesLocks(),
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
export async function releaseAll(
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

/** Replicas that started together must not look together. */
function repeat(
  logger: LoggerService,
  everyMs: number,
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
              `Owners that are gone could not be looked for; tried again shortly: ${stringifyError(
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
