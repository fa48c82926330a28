import type { EnvironmentTier } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { ServiceEnvironmentCondition } from '../../domain/model/serviceEnvironment';
import { whereServiceEnvironment } from '../../persistence/serviceEnvironmentCondition';

/** Which rows a figure is of. */
export interface DoraFilter {
  tier: EnvironmentTier;
  /** Owners as of the deployment, any of them; absent: whoever. */
  owners?: readonly string[];
  /** System as of the deployment. */
  system?: string;
  /** Only these services: asked for, owned today, or the only ones that the reader may see. Absent: all. */
  services?: readonly string[];
  /** All but these services: few, which the reader may not see. */
  without?: readonly string[];
  /** The places that the reader may see; absent: all. Asks about services and environments, never about owners. */
  allowed?: ServiceEnvironmentCondition;
}

/** Epoch milliseconds; `until` is exclusive. */
export interface Span {
  from: number;
  until: number;
}

/** The tables that rows come from, and what places a row of each in a window. */
export const TIME_OF = {
  dora_deployments: 'finished_at',
  dora_lead_times: 'deployed_at',
  dora_recoveries: 'started_at',
} as const;

export type DoraTable = keyof typeof TIME_OF;

/** The rows of a table that a filter and a span choose. */
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

/** As {@link toRows}, whatever the tier. */
export function rowsOfAnyTier(
  on: Knex,
  table: DoraTable,
  filter: Omit<DoraFilter, 'tier'>,
  span: Span,
): Knex.QueryBuilder {
  const query = on(table)
    .where(`${table}.${TIME_OF[table]}`, '>=', span.from)
    .where(`${table}.${TIME_OF[table]}`, '<', span.until);
  // Deployments are facts from when they are told, and rows of metrics from when they were worked in.
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
