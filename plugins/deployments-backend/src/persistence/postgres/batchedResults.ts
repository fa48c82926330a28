import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { readNumber } from '../columns';
import type { BigIntColumn } from '../columns';
import { PG_CLOCK } from './pgClock';
import { updateColumns } from '../repositories/deployments';
import type { StoredStepResult } from '../resultWriter';
import { serviceEnvironmentChangeColumns } from '../repositories/serviceEnvironments';

/**
 * Writes several step results in one statement, and so in one round trip to the server. PostgreSQL only. It does not wait for
 * row locks. It skips deployments that somebody else has changed or locked, and ended ones whose environment others may be
 * waiting for. Of the remaining results, all or none are written.
 *
 * @param options.isPrepared - whether to use a prepared statement, because planning takes longer than running. Requires
 * connections that keep their session.
 * @returns the ids of the deployments that were written, and the database's time in epoch milliseconds
 */
export async function writeResults(
  knex: Knex,
  results: readonly StoredStepResult[],
  { isPrepared }: { isPrepared: boolean },
): Promise<{ written: Set<string>; now: number }> {
  const sql = buildStatement(results);
  const query = knex.raw(sql, listBindings(results));
  if (isPrepared) {
    query.options({ name: nameStatement(sql) });
  }
  const { rows }: { rows: { id: string | null; now: BigIntColumn }[] } =
    await query;
  return {
    written: new Set(rows.flatMap(({ id }) => (id === null ? [] : [id]))),
    now: readNumber(rows[0].now),
  };
}

/** Returns the name of the prepared statement. There is one for each set of tables that results insert into. */
function nameStatement(sql: string): string {
  const hash = createHash('sha256').update(sql).digest('hex');
  return `slipway_results_${hash.slice(0, 16)}`;
}

/** The columns of `deployments` that a result updates, with their types. */
const COLUMNS = {
  status: 'text',
  state: 'text',
  plan_hash: 'text',
  started_at: 'bigint',
  touched_at: 'bigint',
  traffic_at: 'bigint',
  restored_at: 'bigint',
  finished_at: 'bigint',
  verification: 'text',
  awaits_person_since: 'bigint',
  wake_at: 'bigint',
  late_at: 'bigint',
  reducer_version: 'integer',
};

/**
 * `r` is one result: the expected row and its new values. A row is locked and written only if its epoch and `seq` are the
 * expected ones. `version` detects a queued deployment that evaluated the environment after this statement's snapshot:
 * it saw the environment as taken, and this statement does not see it waiting.
 */
const RESULTS = `
  results as materialized (
    select * from json_to_recordset(?) as r (
      id text, at_epoch integer, at_seq integer, seq integer,
      ${Object.entries(COLUMNS)
        .map(([column, type]) => `${column} ${type}`)
        .join(', ')},
      releases boolean,
      service text, environment text, environment_row json, changed_at bigint,
      is_delivery boolean
    )
  ),
  unfinished as materialized (
    select d.id from deployments d
    join results r on r.id = d.id and r.at_epoch = d.epoch and r.at_seq = d.seq
    where r.environment_row is null
    for no key update of d skip locked
  ),
  environments as materialized (
    select p.service, p.environment, p.xmin as version
    from service_environments p
    join results r on p.service = r.service and p.environment = r.environment
  ),
  ended as materialized (
    select d.id from deployments d
    join results r on r.id = d.id and r.at_epoch = d.epoch and r.at_seq = d.seq
    join service_environments p on p.service = r.service
      and p.environment = r.environment and p.holder = r.id
    join environments s on s.service = r.service and s.environment = r.environment
      and s.version = p.xmin
    where r.environment_row is not null and not exists (
      select from deployments q
      where q.service = r.service and q.status = 'queued'
    )
    for no key update of d, p skip locked
  ),
  written as (
    update deployments d set
      seq = r.seq,
      ${Object.keys(COLUMNS)
        .map(column => `${column} = r.${column}`)
        .join(', ')},
      owner = case when r.releases then null else d.owner end,
      epoch = case when r.releases then d.epoch + 1 else d.epoch end,
      lease_until = case when r.releases then null else d.lease_until end
    from results r
    where r.id = d.id
      and d.id in (select id from unfinished union all select id from ended)
    returning d.id
  )`;

const ENDED = `
  freed as (
    update service_environments p set (
      holder, current, last_known_good, observed, hold, drift_accepted,
      observe_at, updated_at
    ) = (
      select c.holder, c.current, c.last_known_good, c.observed, c.hold,
        c.drift_accepted, c.observe_at, r.changed_at
      from json_populate_record(p, r.environment_row) c
    )
    from results r
    where r.environment_row is not null and p.service = r.service
      and p.environment = r.environment
      and r.id in (select id from written)
  ),
  delivered as (
    insert into dora_pending (deployment_id)
    select r.id from results r
    where r.is_delivery and r.id in (select id from written)
    on conflict (deployment_id) do nothing
  )`;

function buildStatement(results: readonly StoredStepResult[]): string {
  const added = listTables(results).map(
    ({ table, columns }) => `
  added_${table} as (
    insert into ${table} (${columns.join(', ')})
    select ${columns.map(column => `c.${column}`).join(', ')}
    from json_to_recordset(?) as a (of_id text, position integer, row json)
    cross join json_populate_record(null::${table}, a.row) c
    where a.of_id in (select id from written)
    order by a.position
  )`,
  );
  const parts = [
    RESULTS,
    ...(results.some(({ end }) => end) ? [ENDED] : []),
    ...added,
  ];
  return `with ${parts.join(',')}
  select w.id, ${PG_CLOCK} as now from (values (1)) once
  left join written w on true`;
}

function listBindings(results: readonly StoredStepResult[]): string[] {
  const rows = results.map(({ epoch, update, end }) => ({
    id: update.after.id,
    at_epoch: epoch,
    at_seq: update.before.seq,
    ...updateColumns(update),
    releases: update.owner === 'released',
    ...(end
      ? {
          service: end.service,
          environment: end.environment,
          environment_row: serviceEnvironmentChangeColumns(end.change),
          changed_at: update.after.at,
          is_delivery: end.isDelivery,
        }
      : {}),
  }));
  return [
    JSON.stringify(rows),
    ...listTables(results).map(table => JSON.stringify(table.rows)),
  ];
}

interface AddedToTable {
  table: string;
  columns: string[];
  rows: { of_id: string; position: number; row: object }[];
}

/** Groups the added rows by table. For each deployment they keep the order in which they happened. */
function listTables(results: readonly StoredStepResult[]): AddedToTable[] {
  const tables = new Map<string, AddedToTable>();
  for (const { update, rows: added } of results) {
    for (const { table, rows } of added) {
      for (const row of rows) {
        const known = tables.get(table) ?? {
          table,
          columns: Object.keys(row),
          rows: [],
        };
        tables.set(table, known);
        known.rows.push({
          of_id: update.after.id,
          position: known.rows.length,
          row,
        });
      }
    }
  }
  return [...tables.values()];
}
