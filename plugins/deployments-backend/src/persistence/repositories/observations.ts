import type { Knex } from 'knex';
import type {
  ServiceEnvironmentRef,
  StoredObservation,
  StoredServiceEnvironment,
} from '../../domain/model/serviceEnvironment';
import { writeOptionalJson } from '../columns';
import type { ServiceEnvironmentTableRow } from './serviceEnvironments';
import {
  SERVICE_ENVIRONMENTS_TABLE as TABLE,
  toServiceEnvironment,
} from './serviceEnvironments';

/** Which service environments are due for observation at a time. */
export interface Due {
  now: number;
  /** Environments in which they are observed even if nothing is deployed there. */
  undeployedIn: readonly string[];
}

/**
 * Returns the service environments without a running deployment that are due for observation, the longest due first,
 * grouped by environment, because a target can read those of one environment together.
 */
export async function findServiceEnvironmentsToObserve(
  on: Knex,
  due: Due,
  limit: number,
): Promise<ServiceEnvironmentRef[]> {
  return queryDue(on, due)
    .orderBy(['observe_at', 'environment'])
    .limit(limit)
    .select('service', 'environment');
}

/** Makes an environment's observation due, so that the next poll observes it. */
export async function makeObservationDue(
  on: Knex,
  { service, environment }: ServiceEnvironmentRef,
): Promise<void> {
  await on(TABLE).where({ service, environment }).update({ observe_at: 0 });
}

/** An environment as it was when this replica claimed its observation. */
export interface ObservedTurn {
  serviceEnvironment: StoredServiceEnvironment;
  /** The stored columns that drift depends on. */
  unchanged: Pick<
    ServiceEnvironmentTableRow,
    'fence' | 'current' | 'drift_accepted'
  >;
}

/**
 * Claims the observation of an environment until `until`. Returns `undefined` if another replica has claimed it, or a
 * deployment runs there.
 */
export async function claimObservation(
  on: Knex,
  { service, environment }: ServiceEnvironmentRef,
  { until, ...due }: Due & { until: number },
): Promise<ObservedTurn | undefined> {
  const [row]: ServiceEnvironmentTableRow[] = await queryDue(on, due)
    .where({ service, environment })
    .update({ observe_at: until })
    .returning('*');
  if (!row) {
    return undefined;
  }
  const { fence, current, drift_accepted } = row;
  return {
    serviceEnvironment: toServiceEnvironment(row),
    unchanged: { fence, current, drift_accepted },
  };
}

/**
 * Stores what was observed during a claim. Returns false if a deployment has run there since, or another version
 * should run now.
 */
export async function storeObservation(
  on: Knex,
  { serviceEnvironment, unchanged }: ObservedTurn,
  observed: StoredObservation,
  now: number,
): Promise<boolean> {
  const { service, environment } = serviceEnvironment;
  const rows = await on(TABLE)
    .where({ service, environment, holder: null, ...unchanged })
    .update({ observed: writeOptionalJson(observed), updated_at: now });
  return rows > 0;
}

/**
 * Adds the rows that are missing, due for observation immediately. Existing ones stay as they are. Returns how many were
 * added.
 */
export async function insertMissingServiceEnvironments(
  on: Knex,
  refs: readonly ServiceEnvironmentRef[],
  now: number,
): Promise<number> {
  if (refs.length === 0) {
    return 0;
  }
  const added: unknown[] = await on(TABLE)
    .insert(
      refs.map(({ service, environment }) => ({
        service,
        environment,
        fence: 0,
        updated_at: now,
      })),
    )
    .onConflict(['service', 'environment'])
    .ignore()
    .returning('environment');
  return added.length;
}

function queryDue(on: Knex, { now, undeployedIn }: Due) {
  return on(TABLE)
    .where('observe_at', '<=', now)
    .whereNull('holder')
    .where(deployed => {
      deployed.whereNotNull('current');
      if (undeployedIn.length > 0) {
        deployed.orWhereIn('environment', undeployedIn);
      }
    });
}
