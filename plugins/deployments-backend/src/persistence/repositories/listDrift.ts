import { InputError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { DriftFilter } from '../../domain/model/filters';
import type {
  DriftRow,
  RunningVersion,
  ServiceEnvironmentRef,
  StoredObservation,
} from '../../domain/model/serviceEnvironment';
import { findDrift } from '../../domain/serviceEnvironment/findDrift';
import { readOptionalJson } from '../columns';
import { whereServiceEnvironment } from '../serviceEnvironmentCondition';
import { createYield } from '../yieldToEventLoop';
import {
  SERVICE_ENVIRONMENTS_TABLE as TABLE,
  type ServiceEnvironmentTableRow,
} from './serviceEnvironments';

/** Rows per statement. SQLite reads them without a pause, so this limits how long a statement blocks the event loop. */
const CHUNK = 250;
/** The most rows that one call compares, which limits its time. */
const MAX_COMPARED = 25_000;

/**
 * Lists the service environments in which something else was observed than should be running, sorted by service and
 * environment. No column says so, so this compares all observed rows, in small parts. If there are too many for one call, it
 * returns a shorter page with a cursor. Service environments with a deployment in progress are left out.
 */
export async function listDrift(
  on: Knex,
  { limit, cursor, ...filter }: DriftFilter,
): Promise<{ items: DriftRow[]; nextCursor?: string }> {
  const items: DriftRow[] = [];
  const pause = createYield();
  let after = cursor === undefined ? undefined : decodeRef(cursor);
  let compared = 0;
  for (;;) {
    const rows: ObservedRow[] = await queryObserved(on, filter, after);
    for (const row of rows) {
      const found = toDriftRow(row);
      if (found && items.length === limit) {
        return { items, nextCursor: after && encodeRef(after) };
      }
      if (found) items.push(found);
      after = { service: row.service, environment: row.environment };
      const wait = pause();
      if (wait) await wait;
    }
    compared += rows.length;
    if (rows.length < CHUNK) return { items };
    if (compared >= MAX_COMPARED) {
      return { items, nextCursor: after && encodeRef(after) };
    }
  }
}

type ObservedRow = Pick<
  ServiceEnvironmentTableRow,
  'service' | 'environment' | 'current' | 'observed' | 'drift_accepted'
>;

function queryObserved(
  on: Knex,
  {
    environments,
    allowed,
    deployed,
  }: Pick<DriftFilter, 'environments' | 'allowed' | 'deployed'>,
  after: ServiceEnvironmentRef | undefined,
): Knex.QueryBuilder {
  const query = on(TABLE)
    .whereIn('environment', environments)
    .whereNotNull('observed')
    .whereNull('holder')
    .orderBy(['service', 'environment'])
    .limit(CHUNK)
    .select('service', 'environment', 'current', 'observed', 'drift_accepted');
  if (after) {
    query.whereRaw('(service, environment) > (?, ?)', [
      after.service,
      after.environment,
    ]);
  }
  if (deployed === true) query.whereNotNull('current');
  if (deployed === false) query.whereNull('current');
  if (allowed) {
    query.where(group => whereServiceEnvironment(group, allowed));
  }
  return query;
}

function toDriftRow(row: ObservedRow): DriftRow | undefined {
  const { service, environment } = row;
  const observed = readOptionalJson<StoredObservation>(row.observed);
  const current = readOptionalJson<RunningVersion>(row.current);
  const drift = findDrift(
    { current, driftAccepted: readOptionalJson(row.drift_accepted) },
    observed,
  );
  return drift && observed
    ? { service, environment, drift, observed, current }
    : undefined;
}

function encodeRef({ service, environment }: ServiceEnvironmentRef): string {
  return Buffer.from(JSON.stringify([service, environment])).toString(
    'base64url',
  );
}

function decodeRef(cursor: string): ServiceEnvironmentRef {
  try {
    const [service, environment] = JSON.parse(
      Buffer.from(cursor, 'base64url').toString('utf8'),
    );
    if (isText(service) && isText(environment)) {
      return { service, environment };
    }
  } catch {
    // Falls through to the error below.
  }
  throw new InputError(
    "The cursor is not from this list; start again without 'cursor'",
  );
}

/** PostgreSQL rejects texts with a zero character. */
function isText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\u0000');
}
