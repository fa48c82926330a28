import type { EnvironmentTier } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { ServiceEnvironmentCondition } from '../../domain/model/serviceEnvironment';
import { whereServiceEnvironment } from '../../persistence/serviceEnvironmentCondition';

/** The filter that chooses a figure's rows. */
export interface DoraFilter {
  tier: EnvironmentTier;
  /** Any of these owners, as of the deployment; absent: all. */
  owners?: readonly string[];
  /** System as of the deployment. */
  system?: string;
  /** Only these services: requested, owned today, or the only ones that the reader may see. Absent: all. */
  services?: readonly string[];
  /** All but these services: the few that the reader may not see. */
  without?: readonly string[];
  /**
   * The service environments that the reader may see; absent: all. The condition concerns services and environments,
   * never owners.
   */
  allowed?: ServiceEnvironmentCondition;
}

/** Epoch milliseconds; `until` is exclusive. */
export interface Span {
  from: number;
  until: number;
}

/** The tables with rows, and the column that places a row in a range. */
export const TIME_OF = {
  dora_deployments: 'finished_at',
  dora_lead_times: 'deployed_at',
  dora_recoveries: 'started_at',
} as const;

export type DoraTable = keyof typeof TIME_OF;

/** Returns a query for the rows of a table that match a filter and a span. */
export function toRows(
  on: Knex,
  table: DoraTable,
  filter: DoraFilter,
  span: Span,
): Knex.QueryBuilder {
  return rowsOfAnyTier(on, table, filter, span).where(
    `${table}.tier`,
    filter.tier,
  );
}

/** The same as {@link toRows}, for all tiers. */
export function rowsOfAnyTier(
  on: Knex,
  table: DoraTable,
  filter: Omit<DoraFilter, 'tier'>,
  span: Span,
): Knex.QueryBuilder {
  const query = on(table)
    .where(`${table}.${TIME_OF[table]}`, '>=', span.from)
    .where(`${table}.${TIME_OF[table]}`, '<', span.until);
  // A deployment is stored when it is reported, and only counts once it has been derived.
  if (table === 'dora_deployments') query.where('derived', true);
  if (filter.owners) query.whereIn(`${table}.owner_group`, filter.owners);
  if (filter.system !== undefined) {
    query.where(`${table}.system`, filter.system);
  }
  if (filter.services) query.whereIn(`${table}.service`, filter.services);
  if (filter.without) query.whereNotIn(`${table}.service`, filter.without);
  if (filter.allowed) whereServiceEnvironment(query, filter.allowed);
  return query;
}
