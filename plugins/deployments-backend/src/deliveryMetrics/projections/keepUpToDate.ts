import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringifyError } from '@backstage/errors';
import { rollUpOne } from '../rollups/rollUp';
import type { DeriveOptions } from './deriveMetrics';
import { deriveDue, followRules } from './deriveMetrics';
import type { OwnDeploymentsOptions } from './ingestOwnDeployments';
import { ingestOwnDeployments } from './ingestOwnDeployments';

export interface KeepUpToDateOptions
  extends DeriveOptions,
    OwnDeploymentsOptions {
  /** How often to look for changes, in milliseconds. Default 2 s. */
  everyMs?: number;
}

/** A pipeline reports a deployment and its changes one after the other; waiting processes them together. */
const GATHER_MS = 1_000;
/** Minimum interval between two runs for a service that keeps getting records. */
const AGAIN_AFTER_MS = 5_000;

/** Keeps the metrics up to date with the records. Returns a function that stops it and waits for work in progress. */
export function keepUpToDate(
  options: KeepUpToDateOptions,
): () => Promise<void> {
  const { logger, everyMs = 2_000 } = options;
  const due = { ...options, gatherMs: GATHER_MS, againAfterMs: AGAIN_AFTER_MS };
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let isReported = false;
  let isByRules = false;

  const round = async () => {
    if (!isByRules) await followRules(options);
    isByRules = true;
    let done = 1;
    while (done > 0 && !stopping.signal.aborted) {
      const startedAt = performance.now();
      done = await ingestOwnDeployments(options);
      done += await deriveDue(due);
      done += Number(await rollUpOne(options.database));
      if (done > 0) {
        await yieldToRequests(performance.now() - startedAt, stopping.signal);
      }
    }
  };
  const start = () => {
    running = round()
      .then(() => {
        isReported = false;
      })
      .catch(error => {
        // An outage is logged once, however often it is retried.
        if (!isReported) {
          logger.warn(
            `The metrics could not be updated; retrying until it works: ${stringifyError(
              error,
            )}`,
          );
        }
        isReported = true;
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

/**
 * Pauses so that requests to this replica don't wait until everything is processed: a third of the time stays free
 * for them, and three quarters while the event loop is busy.
 */
async function yieldToRequests(
  tookMs: number,
  signal: AbortSignal,
): Promise<void> {
  const before = performance.eventLoopUtilization();
  await pause(tookMs / 2, signal);
  const { utilization } = performance.eventLoopUtilization(before);
  if (utilization > 0.5) await pause(tookMs * 2.5, signal);
}

/** Sleeps, unless `signal` ends it. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(error => {
    if (!signal.aborted) throw error;
  });
}
