import type { Observation } from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import { chunksOf } from '../inChunks';
import type {
  PlaceRef,
  StoredPlace,
  PlaceChange,
} from '../../domain/model/serviceEnvironment';
import type { BigIntColumn } from '../columns';
import type { Database } from '../database';
import { PG_CLOCK } from '../database';
import {
  readNumber,
  readOptionalJson,
  readOptionalNumber,
  readOptionalText,
  writeOptionalJson,
} from '../columns';

export interface PlaceTableRow {
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

export const PLACES_TABLE = 'service_environments';
const TABLE = PLACES_TABLE;

export async function readPlace(
  on: Knex,
  { service, environment }: PlaceRef,
): Promise<StoredPlace> {
  const row = await on<PlaceTableRow>(TABLE)
    .where({ service, environment })
    .first();
  return row ? placeOf(row) : emptyPlace({ service, environment });
}

function emptyPlace({ service, environment }: PlaceRef): StoredPlace {
  return { service, environment, fence: 0 };
}

/** With the database's time, epoch milliseconds, in one statement. */
export async function readPlaceAndTime(
  { knex, dialect, now }: Pick<Database, 'knex' | 'dialect' | 'now'>,
  ref: PlaceRef,
): Promise<{ place: StoredPlace; now: number }> {
  if (dialect === 'sqlite') {
    return { place: await readPlace(knex, ref), now: await now(knex) };
  }
  const { rows } = await knex.raw(
    `select ${PG_CLOCK} as now, p.* from (values (1)) once
    left join ${TABLE} p on p.service = ? and p.environment = ?`,
    [ref.service, ref.environment],
  );
  const [row]: (PlaceTableRow & { now: BigIntColumn })[] = rows;
  return {
    place: row.service === null ? emptyPlace(ref) : placeOf(row),
    now: readNumber(row.now),
  };
}

/** Locks the row, which it makes where there is none. */
export async function lockPlace(
  trx: Knex.Transaction,
  { service, environment }: PlaceRef,
  now: number,
): Promise<StoredPlace> {
  const [row]: PlaceTableRow[] = await trx(TABLE)
    .insert({ service, environment, fence: 0, updated_at: now })
    .onConflict(['service', 'environment'])
    .merge({ updated_at: now })
    .returning('*');
  return placeOf(row);
}

/**
 * Takes the environment for a deployment if nobody has it, and keeps what was observed of it. Returns the row with the
 * new fence; `undefined`: somebody has it.
 */
export async function acquirePlace(
  trx: Knex.Transaction,
  { service, environment }: PlaceRef,
  holder: string,
  now: number,
  observed?: Observation,
): Promise<StoredPlace | undefined> {
  const taken = {
    holder,
    updated_at: now,
    ...(observed ? { observed: writeOptionalJson(observed) } : {}),
  };
  const [row]: PlaceTableRow[] = await trx(TABLE)
    .insert({ service, environment, fence: 1, ...taken })
    .onConflict(['service', 'environment'])
    .merge({ ...taken, fence: trx.raw(`${TABLE}.fence + 1`) })
    .whereNull(`${TABLE}.holder`)
    .returning('*');
  return row && placeOf(row);
}

/** A new owner of the deployment that has the environment: its calls carry a higher fence than the old owner's. */
export async function raiseFence(
  trx: Knex.Transaction,
  place: PlaceRef,
  holder: string,
  now: number,
): Promise<number | undefined> {
  const { service, environment } = place;
  const [row]: Pick<PlaceTableRow, 'fence'>[] = await trx(TABLE)
    .where({ service, environment, holder })
    .update({ fence: trx.raw('fence + 1'), updated_at: now })
    .returning('fence');
  return readOptionalNumber(row?.fence);
}

export async function updatePlace(
  trx: Knex.Transaction,
  place: PlaceRef,
  change: PlaceChange,
  now: number,
): Promise<void> {
  const { service, environment } = place;
  await trx(TABLE)
    .where({ service, environment })
    .update({ ...placeChangeColumns(change), updated_at: now });
}

/** Those that change, and only they. */
export function placeChangeColumns(
  change: PlaceChange,
): Record<string, string | number | null> {
  const columns = {
    holder: change.holder,
    current: columnOf(change.current),
    last_known_good: columnOf(change.lastKnownGood),
    observed: columnOf(change.observed),
    hold: columnOf(change.hold),
    drift_accepted: columnOf(change.driftAccepted),
    observe_at: change.observed === null ? 0 : undefined,
  };
  return Object.fromEntries(
    Object.entries(columns).flatMap(([column, value]) =>
      value === undefined ? [] : [[column, value]],
    ),
  );
}

function columnOf(value: unknown): string | null | undefined {
  if (value === undefined || value === null) {
    return value;
  }
  return writeOptionalJson(value);
}

export async function listPlaces(
  on: Knex,
  services: string[],
): Promise<StoredPlace[]> {
  const places: StoredPlace[] = [];
  // PostgreSQL and SQLite bound the number of parameters of one statement.
  for (const some of chunksOf(services, 500)) {
    const rows = await on<PlaceTableRow>(TABLE)
      .whereIn('service', some)
      .orderBy(['service', 'environment']);
    places.push(...rows.map(placeOf));
  }
  return places;
}

export function placeOf(row: PlaceTableRow): StoredPlace {
  return {
    service: row.service,
    environment: row.environment,
    holder: readOptionalText(row.holder),
    fence: readNumber(row.fence),
    current: readOptionalJson(row.current),
    lastKnownGood: readOptionalJson(row.last_known_good),
    observed: readOptionalJson(row.observed),
    hold: readOptionalJson(row.hold),
    driftAccepted: readOptionalJson(row.drift_accepted),
  };
}
