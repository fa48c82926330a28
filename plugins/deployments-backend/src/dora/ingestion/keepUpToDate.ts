import { setTimeout as sleep } from 'node:timers/promises';
import { stringifyError } from '@backstage/errors';
import type { DeriveOptions } from './derive';
import { deriveDue, followRules } from './derive';
import type { OwnDeploymentsOptions } from './ownDeployments';
import { takeInOwnDeployments } from './ownDeployments';
import { rollUpOne } from '../rollups/rollUp';

export interface KeepUpToDateOptions
  extends DeriveOptions,
    OwnDeploymentsOptions {
  /** How often to look for what has changed, in milliseconds. Default 2 s. */
  everyMs?: number;
}

/** Keeps the metrics up to date with the facts. Returns its stop function, which waits for what is under way. */
export function keepUpToDate(
  options: KeepUpToDateOptions,
): () => Promise<void> {
  const { logger, everyMs = 2_000 } = options;
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let isTold = false;
  let isByRules = false;

  const round = async () => {
    if (!isByRules) await followRules(options);
    isByRules = true;
    let done = 1;
    while (done > 0 && !stopping.signal.aborted) {
      const startedAt = performance.now();
      done = (await takeInOwnDeployments(options)) + (await deriveDue(options));
      if (done === 0) done = Number(await rollUpOne(options.database));
      // With many services to work in, whoever asks this replica for something else must not wait until all are done.
      if (done > 0) {
        await rest((performance.now() - startedAt) / 2, stopping.signal);
      }
    }
  };
  const start = () => {
    running = round()
      .then(() => {
        isTold = false;
      })
      .catch(error => {
        // An outage is one line in the log, however often it is tried.
        if (!isTold) {
          logger.warn(
            `The metrics could not be brought up to date; tried again until it works: ${stringifyError(
              error,
            )}`,
          );
        }
        isTold = true;
      })
      .finally(() => {
        if (!stopping.signal.aborted) timer = setTimeout(start, everyMs);
      });
  };
  start();

  return async () => {
    stopping.abort();
    clearTimeout(timer);
    await running;
  };
}

/** Until `signal` says otherwise. */
async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(error => {
    if (!signal.aborted) throw error;
  });
}
