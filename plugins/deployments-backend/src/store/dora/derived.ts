import type { Knex } from 'knex';
import type {
  Derived,
  DerivedDeployment,
  InferredLink,
  LeadTime,
  Recovery,
} from '../../dora/definitions/derived';
import { readOptionalNumber, writeJson } from '../columns';
import type { TierDay } from './days';
import { dayOf } from './days';

/** SQLite takes 500 rows in one statement, and both some ten thousand values. */
const CHUNK = 200;

/**
 * Replaces what was derived for a service; rows that stay as they are are not written. Returns the days whose rows
 * changed, which the caller marks with {@link markUnrolled} at last.
 */
export async function writeDerived(
  trx: Knex.Transaction,
  service: string,
  derived: Derived,
): Promise<TierDay[]> {
  const touched = await writeDeployments(trx, service, derived.deployments);
  const changes = await replaceRows(trx, service, {
    table: 'dora_lead_times',
    key: ['tier', 'commit_id'],
    rows: derived.leadTimes.map(row => leadTimeColumns(service, row)),
  });
  const recoveries = await replaceRows(trx, service, {
    table: 'dora_recoveries',
    key: ['tier', 'id'],
    rows: derived.recoveries.map(row => recoveryColumns(service, row)),
  });
  await replaceRows(trx, service, {
    table: 'dora_inferred_links',
    key: ['incident_id'],
    rows: derived.inferredLinks.map(row => linkColumns(service, row)),
  });
  return [
    ...touched,
    ...changes.map(row => tierDayOf(row, 'deployed_at')),
    ...recoveries.map(row => tierDayOf(row, 'started_at')),
  ];
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

function tierDayOf(row: Row, at: string): TierDay {
  return { tier: String(row.tier), day: dayOf(Number(row[at])) };
}

/** Returns the days whose rows changed. */
async function writeDeployments(
  trx: Knex.Transaction,
  service: string,
  deployments: readonly DerivedDeployment[],
): Promise<TierDay[]> {
  const known: Row[] = await trx('dora_deployments')
    .where({ service })
    .select('id', 'tier', 'finished_at', ...DERIVED_COLUMNS);
  const before = new Map(known.map(row => [row.id, row]));
  // Very many deployments have come to the same few ends: one statement for those of each.
  const alike = new Map<string, { columns: Row; ids: string[] }>();
  const touched: TierDay[] = [];
  for (const deployment of deployments) {
    const columns = deploymentColumns(deployment);
    const row = before.get(deployment.id);
    if (!row || !differs(row, columns)) continue;
    const key = JSON.stringify(columns);
    const group = alike.get(key) ?? { columns, ids: [] as string[] };
    group.ids.push(deployment.id);
    touched.push(tierDayOf(row, 'finished_at'));
    alike.set(key, group);
  }
  for (const { columns, ids } of alike.values()) {
    for (const chunk of chunksOf(ids)) {
      await trx('dora_deployments').whereIn('id', chunk).update(columns);
    }
  }
  return touched;
}

/**
 * `key`: of the rows of a service; rows with the same values but for its last column are deleted together. Returns the
 * rows that came and those that went.
 */
async function replaceRows(
  trx: Knex.Transaction,
  service: string,
  { table, key, rows }: { table: string; key: string[]; rows: Row[] },
): Promise<Row[]> {
  const keyOf = (row: Row) => JSON.stringify(key.map(column => row[column]));
  const known: Row[] = await trx(table).where({ service });
  const before = new Map(known.map(row => [keyOf(row), row]));
  const changed = rows.filter(row => {
    const was = before.get(keyOf(row));
    return !was || differs(was, row);
  });
  const kept = new Set(rows.map(keyOf));
  const rewritten = new Set(changed.map(keyOf));
  // Of one that changed the old row goes first: an upsert would name all columns once more.
  const gone = known.filter(
    row => !kept.has(keyOf(row)) || rewritten.has(keyOf(row)),
  );
  const [last, ...others] = [...key].reverse();
  const together = new Map<string, Row[]>();
  for (const row of gone) {
    const same = JSON.stringify(others.map(column => row[column]));
    const group = together.get(same);
    if (group) group.push(row);
    else together.set(same, [row]);
  }
  for (const group of together.values()) {
    const same = Object.fromEntries(
      others.map(column => [column, group[0][column]]),
    );
    for (const chunk of chunksOf(group)) {
      await trx(table)
        .where({ service, ...same })
        .whereIn(
          last,
          chunk.map(row => row[last]),
        )
        .delete();
    }
  }
  await insertRows(trx, table, changed);
  return [...changed, ...gone];
}

/** A service may have thousands of rows, and PostgreSQL takes them as one value faster than as tens of thousands. */
async function insertRows(
  trx: Knex.Transaction,
  table: string,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  if (trx.client.config.client !== 'pg') {
    for (const chunk of chunksOf(rows)) await trx(table).insert(chunk);
    return;
  }
  const columns = Object.keys(rows[0]);
  const names = columns.map(() => '??').join(', ');
  await trx.raw(
    `insert into ?? (${names}) select ${names} from json_populate_recordset(null::??, ?)`,
    [table, ...columns, ...columns, table, JSON.stringify(rows)],
  );
}

function chunksOf<T>(values: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let from = 0; from < values.length; from += CHUNK) {
    parts.push(values.slice(from, from + CHUNK));
  }
  return parts;
}

/** Databases give numbers back as strings and booleans as numbers. */
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
  deployment: DerivedDeployment,
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
