import type { Knex } from 'knex';
import type { Database } from '../../persistence/database';
import type { DoraFilter, Span } from '../persistence/metricFilter';
import { toRows } from '../persistence/metricFilter';

/** A service in one of the environments in which it has rows. */
export interface DoraServiceEnvironment {
  service: string;
  environment: string;
}

/** Reads the service environments of the rows that match a filter and a span. */
export async function readServiceEnvironments(
  { knex }: Database,
  filter: DoraFilter,
  span: Span,
): Promise<DoraServiceEnvironment[]> {
  const of = (table: 'dora_deployments' | 'dora_recoveries') =>
    toRows(knex, table, filter, span).select('service', 'environment');
  // Lead times are in the same environments as their deployments; a recovery may start before its deployment has
  // finished.
  return of('dora_deployments').union([of('dora_recoveries')]);
}

/** The values that rows have, each list in alphabetical order. */
export interface Selectable {
  owners: string[];
  systems: string[];
  hasDemoData: boolean;
}

/** Reads the services with known deployments or incidents. */
export async function readServices(database: Database): Promise<string[]> {
  const deployed = await distinct(database.knex, 'dora_deployments', 'service');
  const affected = await readAffectedServices(database);
  return sorted([...deployed, ...affected]);
}

/** Reads the services with known incidents. */
export function readAffectedServices({ knex }: Database): Promise<string[]> {
  return distinct(knex, 'dora_incidents', 'service');
}

/** Finds the services with deployments in a span. Looks each one up, instead of reading all its deployments. */
export async function readDeployedServices(
  { knex }: Database,
  filter: DoraFilter,
  span: Span,
): Promise<string[]> {
  const rows = toRows(knex, 'dora_deployments', filter, span)
    .whereRaw('dora_deployments.service = found.value')
    .select(knex.raw('1'));
  const found: { value: string }[] = await distinctValues(
    knex,
    'dora_deployments',
    'service',
  ).whereExists(rows);
  return found.map(({ value }) => value);
}

/** Reads the selectable values. `services`: only those of these services; absent: of all. */
export async function readSelectable(
  { knex }: Database,
  services?: readonly string[],
): Promise<Selectable> {
  // Written like the index's condition.
  const demo = knex('dora_deployments').whereRaw('demo');
  if (!services) {
    return {
      owners: await distinct(knex, 'dora_deployments', 'owner_group'),
      systems: await distinct(knex, 'dora_deployments', 'system'),
      hasDemoData: (await demo.first('id')) !== undefined,
    };
  }
  const found: { owner_group: string | null; system: string | null }[] =
    await knex('dora_deployments')
      .whereIn('service', services)
      .distinct('owner_group', 'system');
  return {
    owners: sorted(found.map(row => row.owner_group)),
    systems: sorted(found.map(row => row.system)),
    hasDemoData:
      (await demo.whereIn('service', services).first('id')) !== undefined,
  };
}

function sorted(values: readonly (string | null)[]): string[] {
  return [...new Set(values.flatMap(value => value ?? []))].sort();
}

async function distinct(
  ...asked: Parameters<typeof distinctValues>
): Promise<string[]> {
  const rows: { value: string }[] = await distinctValues(...asked);
  return rows.map(row => row.value).sort();
}

/** Skips from value to value in an index that starts with the column, instead of reading every row. */
function distinctValues(
  knex: Knex,
  table: 'dora_deployments' | 'dora_incidents',
  column: 'service' | 'owner_group' | 'system',
): Knex.QueryBuilder {
  return knex
    .withRecursive('found', ['value'], cte =>
      cte
        .from(table)
        .min({ value: column })
        .unionAll(
          knex
            .from('found')
            .whereNotNull('found.value')
            .select(
              knex(table)
                .min(column)
                .where(column, '>', knex.ref('found.value'))
                .as('value'),
            ),
        ),
    )
    .from('found')
    .whereNotNull('value')
    .select('value');
}
