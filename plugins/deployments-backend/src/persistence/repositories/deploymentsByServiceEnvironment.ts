import { TERMINAL_STATUSES } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import { inChunks } from '../inChunks';
import type {
  LastKnownGood,
  ServiceEnvironmentRef,
} from '../../domain/model/serviceEnvironment';
import { sortQueue } from '../../domain/policy/queueOrder';
import { UNCONFIRMED_STATES } from '../../domain/watch/storedWatch';
import type { WatchState } from '../../domain/watch/storedWatch';
import type { DeploymentState } from '../../domain/deployment/state';
import { getDialect } from '../getDialect';
import {
  DEPLOYMENTS_TABLE as TABLE,
  serviceEnvironmentColumns,
  toState,
} from './deployments';
import type { DeploymentRow } from './deployments';
import { WATCH_STATE_SQL } from './watches';

/**
 * Serializes the requests for a service environment until the transaction ends, so that each one sees those before it. A
 * lock of the service environment's row would risk a deadlock: a transaction with that lock must never wait for another
 * deployment's row, but requests wait for the deployments that they supersede.
 *
 * @returns the database's time when the lock was granted, in epoch milliseconds
 */
export async function lockRequests(
  trx: Knex.Transaction,
  { service, environment }: ServiceEnvironmentRef,
): Promise<number> {
  return getDialect(trx).lock(
    trx,
    'requests',
    JSON.stringify([service, environment]),
  );
}

/** Returns the deployments that are queued for an environment, in starting order. */
export async function listQueued(
  on: Knex,
  serviceEnvironment: ServiceEnvironmentRef,
): Promise<DeploymentState[]> {
  const rows = await on<DeploymentRow>(TABLE)
    .where({
      ...serviceEnvironmentColumns(serviceEnvironment),
      status: 'queued',
    })
    .select('state', 'snapshot');
  return sortQueue(rows.map(toState));
}

/**
 * Makes a service's queued deployments due and returns their ids. On PostgreSQL, deployments that another transaction has
 * locked stay unchanged and are returned as `busy`.
 */
export async function wakeQueuedDeployments(
  trx: Knex.Transaction,
  service: string,
  now: number,
): Promise<{ due: string[]; busy: string[] }> {
  const queued = () =>
    trx<DeploymentRow>(TABLE).where({ service, status: 'queued' });
  const all = await queued().orderBy('id').select('id');
  if (all.length === 0) {
    return { due: [], busy: [] };
  }
  const free: { id: string }[] = await getDialect(trx)
    .forUpdateSkipLocked(queued())
    .select('id');
  const due = free.map(({ id }) => id);
  await trx(TABLE).whereIn('id', due).update({ wake_at: now });
  const busy = all.map(({ id }) => id).filter(id => !due.includes(id));
  return { due, busy };
}

/** Makes queued deployments due. Waits for locked rows. */
export async function makeQueuedDue(
  on: Knex,
  ids: string[],
  now: number,
): Promise<void> {
  await on(TABLE)
    .whereIn('id', ids)
    .where('status', 'queued')
    .update({ wake_at: now });
}

/**
 * Marks a deployment as reverted, so that it no longer counts as last known good. The same applies to earlier
 * successes of the version that it deployed, such as a restart or an earlier deployment of the same artifact.
 *
 * @param to - the artifact that the rollback deploys. If it is the same artifact, the rollback only restores older settings,
 * and the version remains known good.
 * @returns the artifact that no longer counts as known good
 */
export async function markReverted(
  trx: Knex.Transaction,
  id: string,
  { by, to }: { by: string; to: string },
): Promise<string | undefined> {
  const row = await trx<DeploymentRow>(TABLE)
    .where({ id })
    .first('artifact', 'service', 'environment');
  await trx(TABLE).where({ id }).update({ reverted_by: by });
  if (!row || row.artifact === to) {
    return undefined;
  }
  const { artifact, service, environment } = row;
  await trx(TABLE)
    .where({ service, environment, artifact, status: 'succeeded', demo: false })
    .whereNull('reverted_by')
    .whereNot('id', by)
    .update({ reverted_by: by });
  return artifact;
}

/**
 * Returns the version of the most recently finished deployment that succeeded with its checks passed, was not rolled back
 * and whose watch was not breached. Versions whose watch has not confirmed them come last. A restart during a watch counts
 * as part of it.
 */
export async function findLastKnownGood(
  on: Knex,
  { service, environment }: ServiceEnvironmentRef,
): Promise<LastKnownGood | undefined> {
  const verified = on(`${TABLE} as d`)
    .leftJoin('watches as w', 'w.deployment_id', 'd.id')
    .where({
      'd.service': service,
      'd.environment': environment,
      'd.status': 'succeeded',
      'd.verification': 'passed',
      'd.demo': false,
    })
    .whereIn('d.kind', ['deploy', 'rollback', 'restart'])
    .whereNull('d.reverted_by')
    .select(
      'd.id',
      'd.finished_at',
      'd.state',
      'd.snapshot',
      on.raw(`${WATCH_STATE_SQL} as watch`),
    )
    .as('verified');
  const row: (DeploymentRow & { watch: WatchState | null }) | undefined =
    await on(verified)
      .where(good => good.whereNull('watch').orWhereNot('watch', 'breached'))
      .orderByRaw(
        'case when watch in (?, ?) then 1 else 0 end, finished_at desc, id desc',
        [...UNCONFIRMED_STATES],
      )
      .first('state', 'snapshot', 'watch');
  if (!row) {
    return undefined;
  }
  const state = toState(row);
  const { flags: _, ...version } = state.version;
  const isUnconfirmed =
    row.watch !== null && UNCONFIRMED_STATES.includes(row.watch);
  return {
    version,
    deploymentId: state.id,
    at: state.finishedAt ?? state.at,
    ...(isUnconfirmed ? { unconfirmed: true } : {}),
  };
}

/**
 * Returns the most recently finished deployment that deployed an artifact and succeeded, even if it was rolled back later,
 * because a person may still choose it.
 */
export async function findLastSuccess(
  on: Knex,
  serviceEnvironment: ServiceEnvironmentRef,
  artifact: string,
  except?: string,
): Promise<DeploymentState | undefined> {
  const query = on<DeploymentRow>(TABLE)
    .where({
      ...serviceEnvironmentColumns(serviceEnvironment),
      artifact,
      status: 'succeeded',
      demo: false,
    })
    .whereIn('kind', ['deploy', 'rollback', 'restart'])
    .orderBy([
      { column: 'finished_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ]);
  if (except !== undefined) {
    query.whereNot('id', except);
  }
  const [row] = await query.limit(1).select('state', 'snapshot');
  return row && toState(row);
}

/** Returns the last deployment of an artifact that changed the environment before the given time. */
export async function findLatest(
  on: Knex,
  serviceEnvironment: ServiceEnvironmentRef,
  artifact: string,
  before: number,
): Promise<DeploymentState | undefined> {
  const [row] = await on<DeploymentRow>(TABLE)
    .where({
      ...serviceEnvironmentColumns(serviceEnvironment),
      artifact,
      demo: false,
    })
    .where('touched_at', '<', before)
    .orderBy('touched_at', 'desc')
    .limit(1)
    .select('state', 'snapshot');
  return row && toState(row);
}

/**
 * Returns, for each environment of these services, the queued and running deployments and the one that ended last. None
 * of them is made up.
 */
export async function listLatestDeployments(
  on: Knex,
  services: string[],
): Promise<DeploymentState[]> {
  const states: DeploymentState[] = [];
  for (const some of inChunks(services, 500)) {
    const lastFinished = on(TABLE)
      .whereIn('service', some)
      .where({ demo: false })
      .whereNotNull('finished_at')
      .groupBy('service', 'environment')
      .max({ at: 'finished_at' })
      .select('service', 'environment')
      .as('last');
    const rows: DeploymentRow[] = await on(TABLE)
      .leftJoin(lastFinished, join =>
        join
          .on('deployments.service', 'last.service')
          .andOn('deployments.environment', 'last.environment'),
      )
      .whereIn('deployments.service', some)
      .where('deployments.demo', false)
      .where(wanted =>
        wanted
          .whereNotIn('status', [...TERMINAL_STATUSES])
          .orWhereRaw('deployments.finished_at = last.at'),
      )
      .orderBy([
        { column: 'deployments.requested_at', order: 'desc' },
        { column: 'deployments.id', order: 'desc' },
      ])
      .select('deployments.state', 'deployments.snapshot');
    states.push(...rows.map(toState));
  }
  return states;
}
