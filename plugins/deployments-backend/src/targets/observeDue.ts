import type { Observation } from '@slipway/backstage-plugin-deployments-node';
import {
  claimObservation,
  findServiceEnvironmentsToObserve,
  storeObservation,
} from '../persistence/repositories/observations';
import type {
  Due,
  ObservedTurn,
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
import { listObservedBeforeDeployment } from './listObservedBeforeDeployment';
import { findObserver, observeService } from './observeServiceEnvironment';
import type { ObserveDeps, Observed } from './observeServiceEnvironment';
import {
  canObserveMany,
  MAX_OBSERVED_TOGETHER,
  observeServices,
} from './observeServices';
import type { BatchObserver } from './observeServices';
import { wakeQueued } from '../commit/wakeQueued';

export type ObserveDueDeps = Pick<
  CommitDeps,
  'database' | 'queue' | 'changes'
> &
  ObserveDeps & {
    /** How often to observe a service environment, in milliseconds. */
    observeEveryMs: number;
  };

/** How many service environments one query returns. */
const BATCH = MAX_OBSERVED_TOGETHER;
/** How many statements, and observations of single service environments, a process runs at the same time. */
const CONCURRENCY = 4;
/** Randomises the interval of single observations by up to this part, so that they don't all happen together. */
const JITTER = 0.15;

/** Observes every service environment that is due, except those that another replica has claimed. */
export async function observeDue(
  deps: ObserveDueDeps,
  signal: AbortSignal,
): Promise<void> {
  const { knex } = deps.database;
  const undeployedIn = listObservedBeforeDeployment(deps.model, deps.registry);
  for (;;) {
    const due = { now: await deps.database.now(knex), undeployedIn };
    const refs = await findServiceEnvironmentsToObserve(knex, due, BATCH);
    const { together, single } = groupByObserver(deps, refs);
    await Promise.all([
      ...together.map(([target, some]) =>
        observeTogether(deps, target, some, { due, signal }),
      ),
      runConcurrently(single, signal, ref => observeSingle(deps, ref, due)),
    ]);
    if (refs.length < BATCH || signal.aborted) {
      return;
    }
  }
}

/** Service environments whose provider reads several at once, by provider, and all others. */
function groupByObserver(
  { model, registry }: ObserveDueDeps,
  due: readonly ServiceEnvironmentRef[],
): {
  together: [BatchObserver, ServiceEnvironmentRef[]][];
  single: ServiceEnvironmentRef[];
} {
  const together = new Map<BatchObserver, ServiceEnvironmentRef[]>();
  const single: ServiceEnvironmentRef[] = [];
  for (const ref of due) {
    const target = findObserver(
      registry,
      model.environments.find(({ name }) => name === ref.environment),
    );
    if (canObserveMany(target)) {
      together.set(target, [...(together.get(target) ?? []), ref]);
    } else {
      single.push(ref);
    }
  }
  return { together: [...together], single };
}

/** Calls `work` for each value, for {@link CONCURRENCY} at the same time. Starts no more of them once `signal` aborts. */
async function runConcurrently<T>(
  values: readonly T[],
  signal: AbortSignal,
  work: (value: T) => Promise<void>,
): Promise<void> {
  const waiting = [...values];
  const run = async () => {
    for (
      let value = waiting.shift();
      value !== undefined && !signal.aborted;
      value = waiting.shift()
    ) {
      await work(value);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, run));
}

async function observeTogether(
  deps: ObserveDueDeps,
  target: BatchObserver,
  refs: readonly ServiceEnvironmentRef[],
  { due, signal }: { due: Due; signal: AbortSignal },
): Promise<void> {
  // Each row is claimed alone: a statement that updates many rows could deadlock with those of deployments.
  const turns: ObservedTurn[] = [];
  const next = chooseNextTogether(due.now, deps.observeEveryMs);
  await runConcurrently(refs, signal, async ref => {
    const turn = await claimTurn(deps, ref, due, next);
    if (turn) {
      turns.push(turn);
    }
  });
  if (turns.length === 0) {
    return;
  }
  const observed = await observeServices(
    deps,
    target,
    turns.map(({ serviceEnvironment }) => serviceEnvironment),
    signal,
  );
  // After a stop, a missing response says nothing about the target.
  await runConcurrently([...turns.entries()], signal, ([index, turn]) =>
    storeObserved(deps, turn, observed[index]),
  );
}

async function observeSingle(
  deps: ObserveDueDeps,
  ref: ServiceEnvironmentRef,
  due: Due,
): Promise<void> {
  const next = chooseNext(due.now, deps.observeEveryMs);
  const turn = await claimTurn(deps, ref, due, next);
  if (turn) {
    await storeObserved(deps, turn, await observeService(deps, ref));
  }
}

function chooseNext(now: number, everyMs: number): number {
  const factor = 1 - JITTER + 2 * JITTER * Math.random();
  return now + Math.round(everyMs * factor);
}

/**
 * The next multiple of the interval that is at least half an interval away: service environments that are read with one
 * request stay due at the same time, and come together again after a deployment.
 */
function chooseNextTogether(now: number, everyMs: number): number {
  return Math.ceil((now + everyMs / 2) / everyMs) * everyMs;
}

async function claimTurn(
  { database }: ObserveDueDeps,
  ref: ServiceEnvironmentRef,
  due: Due,
  until: number,
): Promise<ObservedTurn | undefined> {
  return database.statement(on => claimObservation(on, ref, { ...due, until }));
}

async function storeObserved(
  deps: ObserveDueDeps,
  turn: ObservedTurn,
  observed: Observed,
): Promise<void> {
  const { database } = deps;
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
    if (drift && !row.current) {
      // Not a warning: after Slipway is added to a company, this is true of every service that runs there.
      logger.debug(`Found ${where}: ${drift.message}`);
    } else if (drift) {
      logger.warn(`Drift of ${where}: ${drift.message}`);
    } else {
      logger.info(`No more drift of ${where}`);
    }
    // Queued deployments are evaluated again: the drift blocks them, or no longer does.
    await wakeQueued({ database, queue }, trx, turn.service, at);
  });
}
