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

/** Places that nobody is at work in, where something was deployed and whose observation is due; the longest due first. */
export async function findServiceEnvironmentsToObserve(
  on: Knex,
  now: number,
  limit: number,
): Promise<ServiceEnvironmentRef[]> {
  return dueQuery(on, now)
    .orderBy('observe_at')
    .limit(limit)
    .select('service', 'environment');
}

/** Makes a place due, so that the next look for due places observes it. */
export async function makeObservationDue(
  on: Knex,
  { service, environment }: ServiceEnvironmentRef,
): Promise<void> {
  await on(TABLE).where({ service, environment }).update({ observe_at: 0 });
}

/** A place as it stood when somebody took the turn to observe it. */
export interface ObservedTurn {
  serviceEnvironment: StoredServiceEnvironment;
  /** What the drift depends on, as stored. */
  unchanged: Pick<
    ServiceEnvironmentTableRow,
    'fence' | 'current' | 'drift_accepted'
  >;
}

/** Takes the turn to observe a place until `until`. `undefined`: another replica has it, or somebody is at work there. */
export async function claimObservation(
  on: Knex,
  { service, environment }: ServiceEnvironmentRef,
  { now, until }: { now: number; until: number },
): Promise<ObservedTurn | undefined> {
  const [row]: ServiceEnvironmentTableRow[] = await dueQuery(on, now)
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

/** Keeps what was observed in one's turn. False: somebody was at work there, or what should run is something else. */
export async function keepObservation(
  on: Knex,
  { serviceEnvironment, unchanged }: ObservedTurn,
  observed: StoredObservation,
  now: number,
): Promise<boolean> {
  const { service, environment } = serviceEnvironment;
  const rows = await on(TABLE)
    .where({ service, environment, lockOwner: null, ...unchanged })
    .update({ observed: writeOptionalJson(observed), updated_at: now });
  return rows > 0;
}

function dueQuery(on: Knex, now: number) {
  return on(TABLE)
    .where('observe_at', '<=', now)
    .whereNull('holder')
    .whereNotNull('current');
}
