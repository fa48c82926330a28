import { setTimeout as sleep } from 'node:timers/promises';
import { stringifyError } from '@backstage/errors';
import {
  claimWatch,
  findDueWatches,
} from '../../persistence/repositories/watches';
import { pollWatch } from './pollWatch';
import { respondToBreach } from './respondToBreach';
import type { WatchDeps } from './watchDeps';

/** How often to look for due watches, in milliseconds. */
const CHECK_EVERY_MS = 5_000;
/** How many watches a replica works on at the same time. */
const CONCURRENCY = 8;
/**
 * How long until a watch is due again if the replica that claimed it has stopped, in milliseconds. Longer than an
 * observation and the measurements together may take.
 */
const CLAIMED_FOR_MS = 60_000;

/**
 * Works on watches that are due: measures their checks and responds to breaches. Replicas share the work. Returns a
 * function that stops it and waits for the measurements in progress.
 */
export function startWatching(
  deps: WatchDeps,
  everyMs: number = CHECK_EVERY_MS,
): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = async () => {
    while (!signal.aborted) {
      await pollDueWatches(deps, signal).catch(error =>
        deps.logger.warn(
          `Watches could not be measured; retrying shortly: ${stringifyError(
            error,
          )}`,
        ),
      );
      await sleep(everyMs, undefined, { signal, ref: false }).catch(() => {});
    }
  };
  const ended = loop();
  return async () => {
    stopping.abort();
    await ended;
  };
}

/** Works on every watch that is due, except those that another replica has claimed. */
export async function pollDueWatches(
  deps: WatchDeps,
  signal: AbortSignal,
): Promise<void> {
  const { database } = deps;
  for (;;) {
    const now = await database.now(database.knex);
    const due = await findDueWatches(database.knex, now, CONCURRENCY);
    await Promise.all(due.map(id => pollDue(deps, id, now, signal)));
    if (due.length < CONCURRENCY || signal.aborted) {
      return;
    }
  }
}

async function pollDue(
  deps: WatchDeps,
  deploymentId: string,
  now: number,
  signal: AbortSignal,
): Promise<void> {
  const watch = await deps.database.statement(on =>
    claimWatch(on, deploymentId, { now, until: now + CLAIMED_FOR_MS }),
  );
  if (!watch) {
    return;
  }
  try {
    await (watch.state === 'breached'
      ? respondToBreach(deps, watch, now)
      : pollWatch(deps, watch, now, signal));
  } catch (error) {
    // The claim ends soon, and the watch is due again. One that fails must not keep others from being measured.
    if (!signal.aborted) {
      deps.logger.warn(
        `The watch of deployment ${deploymentId} could not be measured; retrying shortly: ${stringifyError(
          error,
        )}`,
      );
    }
  }
}
