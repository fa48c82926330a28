import type { Knex } from 'knex';
import type { PlaceRef } from '../engine/service';
import type { BigIntColumn } from './columns';
import { readOptionalNumber } from './columns';
import { PLACES_TABLE as TABLE } from './places';

/** Places that nobody is at work in, where something was deployed and whose observation is due; the longest due first. */
export async function findPlacesToObserve(
  on: Knex,
  now: number,
  limit: number,
): Promise<PlaceRef[]> {
  return dueQuery(on, now)
    .orderBy('observe_at')
    .limit(limit)
    .select('service', 'environment');
}

/**
 * Takes the turn to observe a place until `until`. Returns its fence; `undefined`: another replica has the turn, or
 * somebody is at work there.
 */
export async function claimObservation(
  trx: Knex.Transaction,
  { service, environment }: PlaceRef,
  { now, until }: { now: number; until: number },
): Promise<number | undefined> {
  const [row]: { fence: BigIntColumn }[] = await dueQuery(trx, now)
    .where({ service, environment })
    .update({ observe_at: until })
    .returning('fence');
  return readOptionalNumber(row?.fence);
}

function dueQuery(on: Knex, now: number) {
  return on(TABLE)
    .where('observe_at', '<=', now)
    .whereNull('holder')
    .whereNotNull('current');
}
