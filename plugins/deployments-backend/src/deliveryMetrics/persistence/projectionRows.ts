import type { Knex } from 'knex';
import type {
  Projections,
  DeploymentProjection,
  InferredLink,
  LeadTime,
  Recovery,
} from '../definitions/projections';
import { readOptionalNumber, writeJson } from '../../persistence/columns';
import { inChunks } from '../../persistence/inChunks';
import { createYield } from '../../persistence/yieldToEventLoop';
import type { TierDay } from './days';
import { toDay } from './days';
import { getDialect } from '../../persistence/getDialect';

/** Rows per statement: SQLite allows 500, and both databases limit the number of values. */
const CHUNK = 200;
/** Rows per read. */
const PART = 1000;

/** The changes that bring a service's stored rows in line with its records. */
export interface Difference {
  service: string;
  deployments: { columns: Row; ids: string[] }[];
  rows: RowsDifference[];
  /** The days whose rows change; the caller marks them last with {@link markRollupsStale}. */
  days: TierDay[];
}

interface RowsDifference {
  table: string;
  /** Key columns of the rows of a service. */
  key: string[];
  /** Rows to delete, including those that are inserted again with changes. */
  gone: Row[];
  come: Row[];
}

/**
 * Compares derived rows with stored rows, one part at a time. Only the process that claimed the service may call it,
 * because nobody else writes its rows then.
 */
export async function findDifference(
  on: Knex,
  service: string,
  derived: Projections,
): Promise<Difference> {
  const { deployments, days } = await compareDeployments(
    on,
    service,
    derived.deployments,
  );
  const leadTimes = await compareRows(on, service, {
    ...{ table: 'dora_lead_times', key: ['tier', 'commit_id'] },
    rows: derived.leadTimes,
    columns: row => leadTimeColumns(service, row),
  });
  const recoveries = await compareRows(on, service, {
    ...{ table: 'dora_recoveries', key: ['tier', 'id'] },
    rows: derived.recoveries,
    columns: row => recoveryColumns(service, row),
  });
  const links = await compareRows(on, service, {
    ...{ table: 'dora_inferred_links', key: ['incident_id'] },
    rows: derived.inferredLinks,
    columns: row => linkColumns(service, row),
  });
  const listDays = ({ come, gone }: RowsDifference, at: string) =>
    [...come, ...gone].map(row => getTierDay(row, at));
  return {
    service,
    deployments,
    rows: [leadTimes, recoveries, links],
    days: [
      ...days,
      ...listDays(leadTimes, 'deployed_at'),
      ...listDays(recoveries, 'started_at'),
    ],
  };
}

export async function writeDifference(
  trx: Knex.Transaction,
  { service, deployments, rows }: Difference,
): Promise<void> {
  const turn = createYield();
  for (const { columns, ids } of deployments) {
    for (const part of inChunks(ids, CHUNK)) {
      await trx('dora_deployments').whereIn('id', part).update(columns);
      await turn();
    }
  }
  for (const { table, key, gone, come } of rows) {
    await deleteRows(trx, service, { table, key, rows: gone });
    await insertRows(trx, table, come);
  }
}

type Row = Record<string, string | number | boolean | null>;

const DERIVED_COLUMNS = [
  'derived',
  'repeated',
  'delivery_counted',
  'delivery_reason',
  'rate_counted',
  'rate_reason',
  'failed',
  'failure',
  'rework_counted',
  'rework_reason',
  'rework',
  'rework_because',
  'without_lead_times',
] as const;

function getTierDay(row: Row, at: string): TierDay {
  return { tier: String(row.tier), day: toDay(Number(row[at])) };
}

async function compareDeployments(
  on: Knex,
  service: string,
  deployments: readonly DeploymentProjection[],
): Promise<Pick<Difference, 'deployments' | 'days'>> {
  const turn = createYield();
  // Many deployments get the same values, so each group is updated by one statement.
  const alike = new Map<string, { columns: Row; ids: string[] }>();
  const days: TierDay[] = [];
  for (const part of inChunks(deployments, PART)) {
    const ids = part.map(({ id }) => id);
    const known: Row[] = await on('dora_deployments')
      .where({ service })
      .whereIn('id', ids)
      .select('id', 'tier', 'finished_at', ...DERIVED_COLUMNS);
    const before = new Map(known.map(row => [row.id, row]));
    for (const deployment of part) {
      const columns = deploymentColumns(deployment);
      const row = before.get(deployment.id);
      if (!row || !differs(row, columns)) continue;
      const key = JSON.stringify(columns);
      const group = alike.get(key) ?? { columns, ids: [] as string[] };
      group.ids.push(deployment.id);
      days.push(getTierDay(row, 'finished_at'));
      alike.set(key, group);
    }
    await turn();
  }
  return { deployments: [...alike.values()], days };
}

async function compareRows<T>(
  on: Knex,
  service: string,
  {
    table,
    key,
    rows,
    columns,
  }: {
    table: string;
    key: string[];
    rows: readonly T[];
    columns: (row: T) => Row;
  },
): Promise<RowsDifference> {
  const turn = createYield();
  const listValues = (row: Row) => key.map(column => row[column]);
  const toKey = (row: Row) => JSON.stringify(listValues(row));
  const come = new Map<string, Row>();
  for (const part of inChunks(rows, PART)) {
    for (const row of part.map(columns)) come.set(toKey(row), row);
    await turn();
  }
  const gone: Row[] = [];
  const names = key.map(() => '??').join(', ');
  const values = key.map(() => '?').join(', ');
  for (let after: Row | undefined, isMore = true; isMore; ) {
    const query = on(table).where({ service }).orderBy(key).limit(PART);
    if (after) {
      query.whereRaw(`(${names}) > (${values})`, [
        ...key,
        ...(listValues(after) as string[]),
      ]);
    }
    const known: Row[] = await query;
    for (const row of known) {
      const wanted = come.get(toKey(row));
      // A changed row is deleted first, because an upsert would have to name all columns again.
      if (!wanted || differs(row, wanted)) gone.push(row);
      else come.delete(toKey(row));
    }
    after = known.at(-1);
    isMore = known.length === PART;
    await turn();
  }
  return { table, key, gone, come: [...come.values()] };
}

/** Deletes rows; those that only differ in the last key column share a statement. */
async function deleteRows(
  trx: Knex.Transaction,
  service: string,
  { table, key, rows }: { table: string; key: string[]; rows: Row[] },
): Promise<void> {
  const turn = createYield();
  const [last, ...others] = [...key].reverse();
  const together = new Map<string, Row[]>();
  for (const row of rows) {
    const same = JSON.stringify(others.map(column => row[column]));
    const group = together.get(same);
    if (group) group.push(row);
    else together.set(same, [row]);
  }
  for (const group of together.values()) {
    const same = Object.fromEntries(
      others.map(column => [column, group[0][column]]),
    );
    for (const part of inChunks(group, CHUNK)) {
      await trx(table)
        .where({ service, ...same })
        .whereIn(
          last,
          part.map(row => row[last]),
        )
        .delete();
      await turn();
    }
  }
}

/** PostgreSQL inserts thousands of rows faster as one JSON value than as tens of thousands of values. */
async function insertRows(
  trx: Knex.Transaction,
  table: string,
  rows: readonly Row[],
): Promise<void> {
  const turn = createYield();
  if (getDialect(trx).name !== 'postgres') {
    for (const part of inChunks(rows, CHUNK)) {
      await trx(table).insert(part);
      await turn();
    }
    return;
  }
  for (const part of inChunks(rows, 10 * CHUNK)) {
    const columns = Object.keys(part[0]);
    const names = columns.map(() => '??').join(', ');
    await trx.raw(
      `insert into ?? (${names}) select ${names} from json_populate_recordset(null::??, ?)`,
      [table, ...columns, ...columns, table, JSON.stringify(part)],
    );
  }
}

/** Compares values that databases return in other types: numbers as strings, booleans as numbers. */
function differs(stored: Row, row: Row): boolean {
  return Object.entries(row).some(([column, value]) => {
    const was = stored[column];
    if (value === null || was === null) return value !== was;
    if (typeof value === 'number')
      return readOptionalNumber(was as string) !== value;
    if (typeof value === 'boolean') return Boolean(was) !== value;
    return was !== value;
  });
}

function deploymentColumns(
  deployment: DeploymentProjection,
): Pick<Row, (typeof DERIVED_COLUMNS)[number]> {
  const { delivery, rate, rework } = deployment;
  return {
    derived: true,
    repeated: deployment.repeated,
    delivery_counted: delivery.counted,
    delivery_reason: delivery.reason ?? null,
    rate_counted: rate.counted,
    rate_reason: rate.reason ?? null,
    failed: rate.hit,
    failure: deployment.failure ?? null,
    rework_counted: rework.counted,
    rework_reason: rework.reason ?? null,
    rework: rework.hit,
    rework_because: deployment.reworkBecause ?? null,
    without_lead_times: deployment.withoutLeadTimes ?? null,
  };
}

function leadTimeColumns(service: string, row: LeadTime): Row {
  return {
    service,
    tier: row.tier,
    commit_id: row.commit,
    deployment_id: row.deployment,
    environment: row.environment,
    deployed_at: row.deployedAt,
    counted: row.counting.counted,
    reason: row.counting.reason ?? null,
    lead_ms: row.leadMs ?? null,
    coding_ms: row.codingMs ?? null,
    review_ms: row.reviewMs ?? null,
    waiting_ms: row.waitingMs ?? null,
    deploying_ms: row.deployingMs ?? null,
    owner_group: row.ownerGroup ?? null,
    system: row.system ?? null,
    demo: row.demo,
  };
}

function recoveryColumns(service: string, row: Recovery): Row {
  return {
    service,
    tier: row.tier,
    id: row.id,
    environment: row.environment,
    started_at: row.startedAt,
    ended_at: row.endedAt ?? null,
    duration_ms: row.endedAt === undefined ? null : row.endedAt - row.startedAt,
    counted: row.counting.counted,
    reason: row.counting.reason ?? null,
    deployments: writeJson(row.deployments),
    incidents: writeJson(row.incidents),
    owner_group: row.ownerGroup ?? null,
    system: row.system ?? null,
    demo: row.demo,
  };
}

function linkColumns(service: string, row: InferredLink): Row {
  return {
    incident_id: row.incident,
    deployment_id: row.deployment,
    service,
  };
}
