import type { Knex } from 'knex';
import type { PlaceRef } from '../engine/service';
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

/** Takes the turn to observe a place until `until`. False: another replica has it, or somebody is at work there. */
export async function claimObservation(
  on: Knex,
  { service, environment }: PlaceRef,
  { now, until }: { now: number; until: number },
): Promise<boolean> {
  const rows = await dueQuery(on, now)
    .where({ service, environment })
    .update({ observe_at: until });
  return rows > 0;
}

function dueQuery(on: Knex, now: number) {
  return on(TABLE)
    .where('observe_at', '<=', now)
    .whereNull('holder')
    .whereNotNull('current');
}
