import type { Knex } from 'knex';
import type { ServiceEnvironmentRef } from '../../domain/model/serviceEnvironment';
import type {
  BreachResponse,
  StoredWatch,
  WatchState,
} from '../../domain/watch/storedWatch';
import type { BigIntColumn } from '../columns';
import {
  readJson,
  readNumber,
  readOptionalJson,
  readOptionalNumber,
  readOptionalText,
  writeJson,
} from '../columns';
import { inChunks } from '../inChunks';

interface WatchRow {
  deployment_id: string;
  service: string;
  environment: string;
  version: string;
  state: WatchState;
  on_breach: StoredWatch['onBreach'];
  started_at: BigIntColumn;
  progress: string;
  ended_at: BigIntColumn | null;
  reason: string | null;
  response: string | null;
  due_at: BigIntColumn | null;
}

const TABLE = 'watches';

export async function insertWatch(
  trx: Knex.Transaction,
  watch: StoredWatch,
  dueAt: number,
): Promise<void> {
  await trx(TABLE).insert({
    deployment_id: watch.deploymentId,
    service: watch.service,
    environment: watch.environment,
    version: writeJson(watch.version),
    state: watch.state,
    on_breach: watch.onBreach,
    started_at: watch.startedAt,
    progress: writeJson(watch.progress),
    due_at: dueAt,
  });
}

export async function readWatch(
  on: Knex,
  deploymentId: string,
): Promise<StoredWatch | undefined> {
  const row = await on<WatchRow>(TABLE)
    .where({ deployment_id: deploymentId })
    .first();
  return row && toWatch(row);
}

/**
 * SQL for the state of the watch that applies to the deployment `d` whose own watch, if any, is `w`. A deployment without a
 * watch has the one in progress for its artifact when it finished. A restart deploys no version, so the artifact's previous
 * watch applies to it.
 */
export const WATCH_STATE_SQL = `coalesce(w.state, (
  select earlier.state
  from ${TABLE} earlier
  join deployments watched on watched.id = earlier.deployment_id
  where earlier.service = d.service
    and earlier.environment = d.environment
    and watched.artifact = d.artifact
    and earlier.started_at <= d.finished_at
    and (earlier.ended_at is null or d.finished_at <= earlier.ended_at or d.kind = 'restart')
  order by earlier.started_at desc
  limit 1
))`;

/** Returns the state of the newest watch of an artifact in a service environment. */
export async function findWatchState(
  on: Knex,
  { service, environment }: ServiceEnvironmentRef,
  artifact: string,
): Promise<WatchState | undefined> {
  const row: { state: WatchState } | undefined = await on(`${TABLE} as w`)
    .join('deployments as d', 'd.id', 'w.deployment_id')
    .where({
      'w.service': service,
      'w.environment': environment,
      'd.artifact': artifact,
    })
    .orderBy('w.started_at', 'desc')
    .first('w.state');
  return row?.state;
}

/** Returns when the oldest open watch started, in epoch milliseconds. */
export async function findOldestStart(on: Knex): Promise<number | undefined> {
  const row: { started_at: BigIntColumn } | undefined = await on(TABLE)
    .where('state', 'watching')
    .orderBy('started_at')
    .first('started_at');
  return readOptionalNumber(row?.started_at);
}

/** Returns the newest watch of each environment of these services. */
export async function listNewestWatches(
  on: Knex,
  services: string[],
): Promise<StoredWatch[]> {
  const watches: StoredWatch[] = [];
  for (const some of inChunks(services, 500)) {
    const newest = on(TABLE)
      .whereIn('service', some)
      .groupBy('service', 'environment')
      .max({ at: 'started_at' })
      .select('service', 'environment')
      .as('newest');
    const rows: WatchRow[] = await on(`${TABLE} as w`)
      .join(newest, join =>
        join
          .on('w.service', 'newest.service')
          .andOn('w.environment', 'newest.environment')
          .andOn('w.started_at', 'newest.at'),
      )
      .select('w.*');
    watches.push(...rows.map(toWatch));
  }
  return watches;
}

/** A watch that a replica works on until `until`, in epoch milliseconds. */
export interface ClaimedWatch extends StoredWatch {
  until: number;
}

/** Returns the ids of the deployments whose watches are due, the longest due first. */
export async function findDueWatches(
  on: Knex,
  now: number,
  limit: number,
): Promise<string[]> {
  const rows = await on<WatchRow>(TABLE)
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(limit)
    .select('deployment_id');
  return rows.map(row => row.deployment_id);
}

/** Claims a due watch. Returns `undefined` if another replica has claimed it. */
export async function claimWatch(
  on: Knex,
  deploymentId: string,
  { now, until }: { now: number; until: number },
): Promise<ClaimedWatch | undefined> {
  const [row]: WatchRow[] = await on(TABLE)
    .where({ deployment_id: deploymentId })
    .where('due_at', '<=', now)
    .update({ due_at: until })
    .returning('*');
  return row && { ...toWatch(row), until };
}

/** A change of a watch. Absent fields stay as they are; `dueAt: null`: nothing is left to do. */
export interface WatchChange {
  state?: WatchState;
  progress?: StoredWatch['progress'];
  endedAt?: number;
  reason?: string;
  response?: BreachResponse;
  dueAt: number | null;
}

/** Changes a watch that this replica has claimed. Returns false if the claim was lost, or the watch has ended since. */
export async function changeClaimedWatch(
  on: Knex,
  { deploymentId, state, until }: ClaimedWatch,
  change: WatchChange,
): Promise<boolean> {
  const rows = await on(TABLE)
    .where({ deployment_id: deploymentId, state, due_at: until })
    .update(toColumns(change));
  return rows > 0;
}

/** Ends watches without a verdict, if they are still watching. Returns how many. */
export async function endWatches(
  on: Knex,
  which: ServiceEnvironmentRef | { deploymentId: string },
  { reason, now }: { reason: string; now: number },
): Promise<number> {
  return on(TABLE)
    .where(
      'deploymentId' in which
        ? { deployment_id: which.deploymentId }
        : { service: which.service, environment: which.environment },
    )
    .where('state', 'watching')
    .update(toColumns({ state: 'ended', endedAt: now, reason, dueAt: null }));
}

function toColumns(change: WatchChange): Record<string, unknown> {
  const { state, progress, endedAt, reason, response, dueAt } = change;
  return {
    due_at: dueAt,
    ...(state === undefined ? {} : { state }),
    ...(progress === undefined ? {} : { progress: writeJson(progress) }),
    ...(endedAt === undefined ? {} : { ended_at: endedAt }),
    ...(reason === undefined ? {} : { reason }),
    ...(response === undefined ? {} : { response: writeJson(response) }),
  };
}

function toWatch(row: WatchRow): StoredWatch {
  return {
    deploymentId: row.deployment_id,
    service: row.service,
    environment: row.environment,
    version: readJson(row.version),
    state: row.state,
    onBreach: row.on_breach,
    startedAt: readNumber(row.started_at),
    progress: readJson(row.progress),
    endedAt: readOptionalNumber(row.ended_at),
    reason: readOptionalText(row.reason),
    response: readOptionalJson(row.response),
  };
}
