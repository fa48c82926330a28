import { setTimeout as sleep } from 'node:timers/promises';
import { stringifyError } from '@backstage/errors';
import {
  claimWatch,
  findDueWatches,
} from '../../persistence/repositories/watches';
import { callWithDeadline } from '../../outbound/callWithDeadline';
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
/** After how long the work on a watch is stopped, in milliseconds. Before its claim ends. */
const WORK_MS = 50_000;
/** How long a stop waits for work in progress, in milliseconds. */
const STOP_MS = 5_000;

/**
 * Works on watches that are due: measures their checks and responds to breaches. Replicas share the work. Returns a
 * function that stops it and waits for a few seconds for the work in progress.
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

/**
 * Works on every watch that is due, except those that another replica has claimed.
 *
 * @param limitMs - after how long the work on a watch is stopped, so that one that hangs doesn't stop the others
 */
export async function pollDueWatches(
  deps: WatchDeps,
  signal: AbortSignal,
  limitMs: number = WORK_MS,
): Promise<void> {
  const { database } = deps;
  for (;;) {
    const now = await database.now(database.knex);
    const due = await findDueWatches(database.knex, now, CONCURRENCY);
    await Promise.all(
      due.map(id => pollDue(deps, id, { now, signal, limitMs })),
    );
    if (due.length < CONCURRENCY || signal.aborted) {
      return;
    }
  }
}

async function pollDue(
  deps: WatchDeps,
  deploymentId: string,
  {
    now,
    signal,
    limitMs,
  }: { now: number; signal: AbortSignal; limitMs: number },
): Promise<void> {
  const watch = await deps.database.statement(on =>
    claimWatch(on, deploymentId, { now, until: now + CLAIMED_FOR_MS }),
  );
  if (!watch) {
    return;
  }
  const giveUp = new AbortController();
  const onStop = () =>
    setTimeout(() => giveUp.abort(new Error('stopped')), STOP_MS);
  signal.addEventListener('abort', onStop, { once: true });
  try {
    // The claim keeps work that was stopped from storing anything after another replica has claimed the watch.
    await callWithDeadline(
      limitMs,
      () =>
        watch.state === 'breached'
          ? respondToBreach(deps, watch, now)
          : pollWatch(deps, watch, now, signal),
      giveUp.signal,
    );
  } catch (error) {
    // The claim ends soon, and the watch is due again. One that fails must not keep others from being measured.
    if (!signal.aborted) {
      deps.logger.warn(
        `The watch of deployment ${deploymentId} could not be measured; retrying shortly: ${stringifyError(
          error,
        )}`,
      );
    }
  } finally {
    signal.removeEventListener('abort', onStop);
  }
}
