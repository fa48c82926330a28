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
import { findDrift } from '../domain/serviceEnvironment/drift';
import { observeService } from './observe';
import type { ObserveDeps } from './observe';
import { wakeQueued } from '../commit/wakeQueued';

export type ObserveDueDeps = Pick<
  CommitDeps,
  'database' | 'queue' | 'changes'
> &
  ObserveDeps & {
    /** How often what runs in an environment is observed, in milliseconds. */
    observeEveryMs: number;
  };

/** Places taken in one query, and targets asked at once by one process. */
const BATCH = 20;
const CONCURRENCY = 4;
/** Every place has its own rhythm, so that not all are asked at once after a start. */
const JITTER = 0.15;
/** How long at most until it is seen that a place is due. */
const LOOK_EVERY_MS = 5_000;
/** A deployment that has ended is looked after soon, several together. */
const AFTER_CHANGE_MS = 300;

/**
 * Keeps what is stored of what runs fresh, where something was deployed and nobody is at work. Replicas take turns.
 * Returns the stop function, which waits for what is under way.
 */
export function startObserving(deps: ObserveDueDeps): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let hurry = () => {};
  const unsubscribe = deps.changes.subscribe(undefined, ({ what }) => {
    if (what === 'events') {
      hurry();
    }
  });
  // What a target notices by itself must not wait for its turn.
  const unwatch = [...deps.registry.targets.values()].map(target =>
    target.onChange?.(({ service, environment }) => {
      deps.database
        .statement(on => makeObservationDue(on, { service, environment }))
        .then(() => hurry())
        .catch(error =>
          deps.logger.warn(
            `A change of ${service} in ${environment} is seen later, with the next observation: ${stringifyError(
              error,
            )}`,
          ),
        );
    }),
  );
  const untilHurried = () =>
    new Promise<void>(resolve => {
      hurry = resolve;
    });
  const loop = async () => {
    while (!signal.aborted) {
      await observeDue(deps, signal).catch(error =>
        deps.logger.warn(
          `What runs could not be observed; tried again shortly: ${stringifyError(
            error,
          )}`,
        ),
      );
      const pause = new AbortController();
      await Promise.race([
        untilHurried().then(() => wait(AFTER_CHANGE_MS, signal)),
        wait(LOOK_EVERY_MS, AbortSignal.any([signal, pause.signal])),
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

/** Observes every place that is due now and that no other replica takes. */
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
        await takeTurn(deps, serviceEnvironment, now);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
    if (due.length < BATCH || signal.aborted) {
      return;
    }
  }
}

async function takeTurn(
  deps: ObserveDueDeps,
  serviceEnvironment: ServiceEnvironmentRef,
  now: number,
): Promise<void> {
  const { database } = deps;
  const rhythm = 1 - JITTER + 2 * JITTER * Math.random();
  const until = now + Math.round(deps.observeEveryMs * rhythm);
  const turn = await database.statement(on =>
    claimObservation(on, serviceEnvironment, { now, until }),
  );
  if (!turn) {
    return;
  }
  const observed = await observeService(deps, serviceEnvironment);
  if (observed.result === 'unobserved') {
    // What was seen last stays, with its time, and is no longer taken for how things are.
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
    !isNews(turn.serviceEnvironment, observation) &&
    (await database.statement(on =>
      storeObservation(on, turn, observation, database.estimateNow()),
    ));
  if (!isKept) {
    await keepNews(deps, turn.serviceEnvironment, observation);
  }
}

/** Whether more or less drifts than by what was seen before. */
function isNews(
  { current, driftAccepted, observed }: StoredServiceEnvironment,
  observation: Observation,
): boolean {
  const serviceEnvironment = { current, driftAccepted };
  return (
    findDrift(serviceEnvironment, observed)?.id !==
    findDrift(serviceEnvironment, observation)?.id
  );
}

/** As seen since `turn`, unless a deployment has been at work: then what was seen may be of before. */
async function keepNews(
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
    if (!isNews(row, observation)) {
      return;
    }
    const drift = findDrift(row, observation);
    const where = `${turn.service} in ${turn.environment}`;
    if (drift) {
      logger.warn(`Drift of ${where}: ${drift.message}`);
    } else {
      logger.info(`What runs of ${where} is what should run there again`);
    }
    // What is queued is told why it waits, or goes on.
    await wakeQueued({ database, queue }, trx, turn.service, at);
  });
}
