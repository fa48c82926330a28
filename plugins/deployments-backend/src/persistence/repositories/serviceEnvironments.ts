import type { Observation } from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import { inChunks } from '../inChunks';
import type {
  ServiceEnvironmentRef,
  StoredServiceEnvironment,
  ServiceEnvironmentChange,
} from '../../domain/model/serviceEnvironment';
import type { BigIntColumn } from '../columns';
import { getDialect } from '../getDialect';
import {
  readNumber,
  readOptionalJson,
  readOptionalNumber,
  readOptionalText,
  writeOptionalJson,
} from '../columns';

export interface ServiceEnvironmentTableRow {
  service: string;
  environment: string;
  holder: string | null;
  fence: BigIntColumn;
  current: string | null;
  last_known_good: string | null;
  observed: string | null;
  hold: string | null;
  drift_accepted: string | null;
}

export const SERVICE_ENVIRONMENTS_TABLE = 'service_environments';
const TABLE = SERVICE_ENVIRONMENTS_TABLE;

export async function readServiceEnvironment(
  on: Knex,
  { service, environment }: ServiceEnvironmentRef,
): Promise<StoredServiceEnvironment> {
  const row = await on<ServiceEnvironmentTableRow>(TABLE)
    .where({ service, environment })
    .first();
  return row
    ? toServiceEnvironment(row)
    : emptyServiceEnvironment({ service, environment });
}

function emptyServiceEnvironment({
  service,
  environment,
}: ServiceEnvironmentRef): StoredServiceEnvironment {
  return { service, environment, fence: 0 };
}

/** Reads a service environment and the database's time, in epoch milliseconds, in one statement. */
export async function readServiceEnvironmentAndTime(
  knex: Knex,
  { service, environment }: ServiceEnvironmentRef,
): Promise<{ serviceEnvironment: StoredServiceEnvironment; now: number }> {
  const [row]: (ServiceEnvironmentTableRow & { now: BigIntColumn })[] =
    await knex
      .select('p.*', getDialect(knex).selectNow(knex))
      // A row even if the environment has none yet.
      .from(knex.raw('(select 1) once'))
      .leftJoin(`${TABLE} as p`, on =>
        on.onVal('p.service', service).andOnVal('p.environment', environment),
      );
  return {
    serviceEnvironment:
      row.service === null
        ? emptyServiceEnvironment({ service, environment })
        : toServiceEnvironment(row),
    now: readNumber(row.now),
  };
}

/** Locks the row, and inserts it first if there is none. */
export async function lockServiceEnvironment(
  trx: Knex.Transaction,
  { service, environment }: ServiceEnvironmentRef,
  now: number,
): Promise<StoredServiceEnvironment> {
  const [row]: ServiceEnvironmentTableRow[] = await trx(TABLE)
    .insert({ service, environment, fence: 0, updated_at: now })
    .onConflict(['service', 'environment'])
    .merge({ updated_at: now })
    .returning('*');
  return toServiceEnvironment(row);
}

/**
 * Makes a deployment the lock owner of a service environment if it has none, and stores what was observed there. Returns the
 * row with the new fence, or `undefined` if there is another lock owner.
 */
export async function acquireServiceEnvironment(
  trx: Knex.Transaction,
  { service, environment }: ServiceEnvironmentRef,
  lockOwner: string,
  now: number,
  observed?: Observation,
): Promise<StoredServiceEnvironment | undefined> {
  const taken = {
    holder: lockOwner,
    updated_at: now,
    ...(observed ? { observed: writeOptionalJson(observed) } : {}),
  };
  const [row]: ServiceEnvironmentTableRow[] = await trx(TABLE)
    .insert({ service, environment, fence: 1, ...taken })
    .onConflict(['service', 'environment'])
    .merge({ ...taken, fence: trx.raw(`${TABLE}.fence + 1`) })
    .whereNull(`${TABLE}.holder`)
    .returning('*');
  return row && toServiceEnvironment(row);
}

/**
 * Raises the fence when the lock owner's deployment gets a new owner, so that the new owner's calls carry a higher fence than
 * the old one's. Returns `undefined` if the deployment isn't the lock owner.
 */
export async function raiseFence(
  trx: Knex.Transaction,
  serviceEnvironment: ServiceEnvironmentRef,
  lockOwner: string,
  now: number,
): Promise<number | undefined> {
  const { service, environment } = serviceEnvironment;
  const [row]: Pick<ServiceEnvironmentTableRow, 'fence'>[] = await trx(TABLE)
    .where({ service, environment, holder: lockOwner })
    .update({ fence: trx.raw('fence + 1'), updated_at: now })
    .returning('fence');
  return readOptionalNumber(row?.fence);
}

export async function updateServiceEnvironment(
  trx: Knex.Transaction,
  serviceEnvironment: ServiceEnvironmentRef,
  change: ServiceEnvironmentChange,
  now: number,
): Promise<void> {
  const { service, environment } = serviceEnvironment;
  await trx(TABLE)
    .where({ service, environment })
    .update({ ...serviceEnvironmentChangeColumns(change), updated_at: now });
}

/** Returns only the columns that change. */
export function serviceEnvironmentChangeColumns(
  change: ServiceEnvironmentChange,
): Record<string, string | number | null> {
  const columns = {
    holder: change.lockOwner,
    current: toColumn(change.current),
    last_known_good: toColumn(change.lastKnownGood),
    observed: toColumn(change.observed),
    hold: toColumn(change.hold),
    drift_accepted: toColumn(change.driftAccepted),
    observe_at: change.observed === null ? 0 : undefined,
  };
  return Object.fromEntries(
    Object.entries(columns).flatMap(([column, value]) =>
      value === undefined ? [] : [[column, value]],
    ),
  );
}

function toColumn(value: unknown): string | null | undefined {
  if (value === undefined || value === null) {
    return value;
  }
  return writeOptionalJson(value);
}

export async function listServiceEnvironments(
  on: Knex,
  services: string[],
): Promise<StoredServiceEnvironment[]> {
  const serviceEnvironments: StoredServiceEnvironment[] = [];
  // PostgreSQL and SQLite limit the number of parameters of one statement.
  for (const some of inChunks(services, 500)) {
    const rows = await on<ServiceEnvironmentTableRow>(TABLE)
      .whereIn('service', some)
      .orderBy(['service', 'environment']);
    serviceEnvironments.push(...rows.map(toServiceEnvironment));
  }
  return serviceEnvironments;
}

export function toServiceEnvironment(
  row: ServiceEnvironmentTableRow,
): StoredServiceEnvironment {
  return {
    service: row.service,
    environment: row.environment,
    lockOwner: readOptionalText(row.holder),
    fence: readNumber(row.fence),
    current: readOptionalJson(row.current),
    lastKnownGood: readOptionalJson(row.last_known_good),
    observed: readOptionalJson(row.observed),
    hold: readOptionalJson(row.hold),
    driftAccepted: readOptionalJson(row.drift_accepted),
  };
}
