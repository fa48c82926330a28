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
  /** How often to look for dead owners, in milliseconds, give or take a quarter. Default 500. */
  everyMs?: number;
}

const EVERY_MS = 500;
/** How many deployments to reclaim at a time. Other replicas or the next round reclaim the rest. */
const RECLAIM_LIMIT = 20;

/**
 * Reclaims the deployments of dead replicas, on PostgreSQL. Any replica with capacity continues them immediately. Returns a
 * function that stops the recovery.
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
          `Deployments that this process owned before it lost its database session could not be released. Other replicas will reclaim them: ${stringifyError(
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
    // If this process has no session, the other replicas have probably lost theirs too, and are not dead.
    return;
  }
  const orphans = await database.transaction(async trx => {
    const reclaimed = await reclaimOrphaned(trx, await database.now(trx), {
      limit: RECLAIM_LIMIT,
      judgesLocks: replicaRegistry.judgesLocks(),
    });
    for (const { id } of reclaimed) {
      await queue.enqueue(trx, id);
    }
    return reclaimed;
  });
  for (const { id, owner, cause } of orphans) {
    counters.recovered(cause);
    logger.info(
      `Deployment ${id} resumes on another replica, because its owner ${owner} ${
        cause === 'lock' ? 'is dead' : 'did not renew its lease'
      }`,
    );
  }
}

/** Releases all deployments of an owner, which makes them due immediately. Returns how many. */
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

/** Repeats the work with a random pause, so that replicas that started together do not query together. */
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
              `Looking for dead replicas failed; retrying shortly: ${stringifyError(
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
