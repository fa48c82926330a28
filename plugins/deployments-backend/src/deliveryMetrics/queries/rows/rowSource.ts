import type {
  DoraMetricName,
  DoraReason,
  DoraRow,
} from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { Database } from '../../../persistence/database';
import type { BigIntColumn } from '../../../persistence/columns';
import { readOptionalNumber } from '../../../persistence/columns';
import type {
  DoraFilter,
  DoraTable,
  Span,
} from '../../persistence/metricFilter';
import { TIME_OF, toRows } from '../../persistence/metricFilter';

export interface RowsRequest {
  metric: DoraMetricName;
  filter: DoraFilter;
  span: Span;
  settlingSince: number;
  /** True: only rows that count; false: only those that do not. */
  counted?: boolean;
  /** Only rows that are excluded for this reason. */
  reason?: DoraReason;
  limit: number;
  cursor?: string;
}

/** The columns of every kind of row; each kind adds its own. */
export interface Found {
  at: BigIntColumn;
  key: string;
  counted: boolean | number;
  reason: DoraReason | null;
}

export interface RowSource {
  /**
   * Returns queries that together are the rows. All have the same columns: `at`, `key`, `counted`, `reason`, and what
   * `present` needs.
   */
  rows(
    knex: Knex,
    request: Pick<RowsRequest, 'metric' | 'filter' | 'span'>,
  ): Knex.QueryBuilder[];
  present(
    database: Database,
    rows: readonly Found[],
    request: RowsRequest,
  ): Promise<DoraRow[]>;
}

/** Names the common columns alike, so that one order and one cursor work for all. */
export function nameCommonColumns(
  knex: Knex,
  table: DoraTable,
  filter: DoraFilter,
  span: Span,
  common: {
    at: (typeof TIME_OF)[DoraTable];
    key: string;
    counted: string;
    reason: string;
  },
): Knex.QueryBuilder {
  const named = Object.fromEntries(
    Object.entries(common).map(([name, column]) => [
      name,
      `${table}.${column}`,
    ]),
  );
  // A column that already has that name is the same column.
  const { at, key, ...rest } = named;
  const renamed = table === 'dora_deployments' ? rest : {};
  return knex.from(
    toRows(knex, table, filter, span)
      .select(`${table}.*`)
      .select({ at, key, ...renamed })
      .as('rows'),
  );
}

export async function listVersionsFor(knex: Knex, ids: readonly string[]) {
  const found: { id: string; source: string; version: string }[] = await knex(
    'dora_deployments',
  )
    .whereIn('id', [...new Set(ids)])
    .select('id', 'source', 'version');
  return new Map(found.map(row => [row.id, row]));
}

export function time(ms: number): string {
  return new Date(ms).toISOString();
}

export function timeIf(
  value: BigIntColumn | null | undefined,
): string | undefined {
  const ms = readOptionalNumber(value);
  return ms === undefined ? undefined : time(ms);
}

export function optional<K extends string, V>(
  key: K,
  value: V | null | undefined,
): { [P in K]?: V } {
  return (value === undefined || value === null ? {} : { [key]: value }) as {
    [P in K]?: V;
  };
}
