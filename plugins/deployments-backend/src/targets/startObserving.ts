import { setTimeout as sleep } from 'node:timers/promises';
import { stringifyError } from '@backstage/errors';
import type { Observation } from '@slipway/backstage-plugin-deployments-node';
import {
  claimObservation,
  findServiceEnvironmentsToObserve,
  makeObservationDue,
  storeObservation,
} from '../persistence/repositories/observations';
import type {
  StoredServiceEnvironment,
  ServiceEnvironmentRef,
} from '../domain/model/serviceEnvironment';
import {
  lockServiceEnvironment,
  updateServiceEnvironment,
} from '../persistence/repositories/serviceEnvironments';
import type { CommitDeps } from '../commit/commitDeps';
import { findDrift } from '../domain/serviceEnvironment/findDrift';
import { observeService } from './observeServiceEnvironment';
import type { ObserveDeps } from './observeServiceEnvironment';
import { wakeQueued } from '../commit/wakeQueued';

export type ObserveDueDeps = Pick<
  CommitDeps,
  'database' | 'queue' | 'changes'
> &
  ObserveDeps & {
    /** How often to observe a service environment, in milliseconds. */
    observeEveryMs: number;
  };

/** How many service environments one query returns, and how many a process observes at the same time. */
const BATCH = 20;
const CONCURRENCY = 4;
/** Randomises each interval by up to this part, so that observations don't all happen together after a start. */
const JITTER = 0.15;
/** How often to look for due service environments. */
const CHECK_EVERY_MS = 5_000;
/** How soon after a deployment's change to look for due ones. The pause lets one query cover several changes. */
const AFTER_CHANGE_MS = 300;

/**
 * Observes service environments on a schedule. Leaves out those where nothing was deployed, and those with a deployment in
 * progress. Replicas share the work. Returns a function that stops it and waits for the observations in progress.
 */
export function startObserving(deps: ObserveDueDeps): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let wakeLoop = () => {};
  const unsubscribe = deps.changes.subscribe(undefined, ({ what }) => {
    if (what === 'events') {
      wakeLoop();
    }
  });
  // When a target reports a change, the service environment is observed immediately.
  const unwatch = [...deps.registry.targets.values()].map(target =>
    target.onChange?.(({ service, environment }) => {
      deps.database
        .statement(on => makeObservationDue(on, { service, environment }))
        .then(() => wakeLoop())
        .catch(error =>
          deps.logger.warn(
            `A change of ${service} in ${environment} will only be noticed at the next scheduled observation: ${stringifyError(
              error,
            )}`,
          ),
        );
    }),
  );
  const untilWoken = () =>
    new Promise<void>(resolve => {
      wakeLoop = resolve;
    });
  const loop = async () => {
    while (!signal.aborted) {
      await observeDue(deps, signal).catch(error =>
        deps.logger.warn(
          `Scheduled observations failed; retrying shortly: ${stringifyError(
            error,
          )}`,
        ),
      );
      const pause = new AbortController();
      await Promise.race([
        untilWoken().then(() => wait(AFTER_CHANGE_MS, signal)),
        wait(CHECK_EVERY_MS, AbortSignal.any([signal, pause.signal])),
      ]);
      pause.abort();
    }
  };
  const ended = loop();
  return async () => {
    stopping.abort();
    unsubscribe();
    unwatch.forEach(stop => stop?.());
    await ended;
  };
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => {});
}

/** Observes every service environment that is due, except those that another replica has claimed. */
export async function observeDue(
  deps: ObserveDueDeps,
  signal: AbortSignal,
): Promise<void> {
  const { knex } = deps.database;
  for (;;) {
    const now = await deps.database.now(knex);
    const due = await findServiceEnvironmentsToObserve(knex, now, BATCH);
    const waiting = [...due];
    const work = async () => {
      for (
        let serviceEnvironment = waiting.shift();
        serviceEnvironment && !signal.aborted;
        serviceEnvironment = waiting.shift()
      ) {
        await claimAndObserve(deps, serviceEnvironment, now);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
    if (due.length < BATCH || signal.aborted) {
      return;
    }
  }
}

async function claimAndObserve(
  deps: ObserveDueDeps,
  serviceEnvironment: ServiceEnvironmentRef,
  now: number,
): Promise<void> {
  const { database } = deps;
  const factor = 1 - JITTER + 2 * JITTER * Math.random();
  const until = now + Math.round(deps.observeEveryMs * factor);
  const turn = await database.statement(on =>
    claimObservation(on, serviceEnvironment, { now, until }),
  );
  if (!turn) {
    return;
  }
  const observed = await observeService(deps, serviceEnvironment);
  if (observed.result === 'unobserved') {
    // The last observation stays stored with its time, marked as possibly outdated.
    const { observed: last } = turn.serviceEnvironment;
    if (last && !last.isUnanswered) {
      await database.statement(on =>
        storeObservation(
          on,
          turn,
          { ...last, isUnanswered: true },
          database.estimateNow(),
        ),
      );
    }
    return;
  }
  const { observation } = observed;
  const isKept =
    !changesDrift(turn.serviceEnvironment, observation) &&
    (await database.statement(on =>
      storeObservation(on, turn, observation, database.estimateNow()),
    ));
  if (!isKept) {
    await storeDriftChange(deps, turn.serviceEnvironment, observation);
  }
}

/** Whether an observation changes the drift: there is a different one than before, or none any more. */
function changesDrift(
  { current, driftAccepted, observed }: StoredServiceEnvironment,
  observation: Observation,
): boolean {
  const serviceEnvironment = { current, driftAccepted };
  return (
    findDrift(serviceEnvironment, observed)?.id !==
    findDrift(serviceEnvironment, observation)?.id
  );
}

/**
 * Stores an observation that changes the drift, and wakes queued deployments. Drops the observation if a deployment has run
 * since `turn`, because then it is outdated.
 */
async function storeDriftChange(
  { database, queue, logger }: ObserveDueDeps,
  turn: StoredServiceEnvironment,
  observation: Observation,
): Promise<void> {
  await database.transaction(async trx => {
    const at = await database.now(trx);
    const row = await lockServiceEnvironment(trx, turn, at);
    if (row.lockOwner !== undefined || row.fence !== turn.fence) {
      return;
    }
    await updateServiceEnvironment(trx, turn, { observed: observation }, at);
    if (!changesDrift(row, observation)) {
      return;
    }
    const drift = findDrift(row, observation);
    const where = `${turn.service} in ${turn.environment}`;
    if (drift) {
      logger.warn(`Drift of ${where}: ${drift.message}`);
    } else {
      logger.info(`No more drift of ${where}`);
    }
    // Queued deployments are evaluated again: the drift blocks them, or no longer does.
    await wakeQueued({ database, queue }, trx, turn.service, at);
  });
}
