import type { Knex } from 'knex';
import type {
  SourceChange,
  SourceDeployment,
  SourceIncident,
  SourceLink,
  ServiceRecords,
} from '../definitions/sourceRecords';
import { inChunks } from '../../persistence/inChunks';
import { createYield } from '../../persistence/yieldToEventLoop';
import type { TierDay } from './days';
import { toDay } from './days';
import type {
  DeploymentRow,
  ChangeRow,
  IncidentRow,
  LinkRow,
} from './sourceRecordColumns';
import {
  toReported,
  toDeployment,
  deploymentColumns,
  toChange,
  changeColumns,
  incidentColumns,
  toLink,
  linkColumns,
  incidentFields,
  toIncident,
} from './sourceRecordColumns';
import type {
  DeploymentRecord,
  ChangeRecord,
  IncidentRecord,
  LinkRecord,
} from './storedRecords';
import { getDialect } from '../../persistence/getDialect';

const DEPLOYMENTS = 'dora_deployments';
const COMMITS = 'dora_deployment_commits';
const CHANGES = 'dora_changes';
const INCIDENTS = 'dora_incidents';
const LINKS = 'dora_links';

/** Rows per statement: SQLite allows some thousands of values, and these rows have at most 25. */
const CHUNK = 100;
/** Rows per read. */
const PART = 1000;

/**
 * Reads all records of a service, one part at a time, because there may be hundreds of thousands. Records that arrive
 * meanwhile may be included in part, and mark the service again.
 */
export async function readServiceRecords(
  on: Knex,
  service: string,
): Promise<ServiceRecords> {
  const turn = createYield();
  const ids = await listIds(on, DEPLOYMENTS, service);
  const deployments: SourceDeployment[] = [];
  for (const part of inChunks(ids, PART)) {
    const listCommits = await readCommits(on, part);
    const rows: DeploymentRow[] = await on(DEPLOYMENTS)
      .where({ service })
      .whereIn('id', part);
    for (const row of rows) {
      deployments.push(toDeployment(row, listCommits.get(row.id)));
    }
    await turn();
  }

  const changes: SourceChange[] = [];
  for (let after: string | undefined, isMore = true; isMore; ) {
    const query = on(CHANGES)
      .where({ service })
      .orderBy('commit_id')
      .limit(PART);
    if (after !== undefined) query.where('commit_id', '>', after);
    const rows: ChangeRow[] = await query;
    for (const row of rows) changes.push(toChange(row).fields);
    after = rows.at(-1)?.commit_id;
    isMore = rows.length === PART;
    await turn();
  }

  const incidents: SourceIncident[] = [];
  const incidentIds = await listIds(on, INCIDENTS, service);
  const links: SourceLink[] = [];
  for (const part of inChunks(incidentIds, PART)) {
    const rows: IncidentRow[] = await on(INCIDENTS)
      .where({ service })
      .whereIn('id', part);
    for (const row of rows) incidents.push(incidentFields(toIncident(row)));
    const linked: LinkRow[] = await on(LINKS).whereIn('incident_id', part);
    for (const row of linked) links.push(toLink(row));
    await turn();
  }
  return { service, deployments, changes, incidents, links };
}

async function listIds(
  on: Knex,
  table: string,
  service: string,
): Promise<string[]> {
  const rows: { id: string }[] = await on(table)
    .where({ service })
    .select('id');
  return rows.map(({ id }) => id);
}

async function readCommits(
  on: Knex,
  deployments: readonly string[],
): Promise<Map<string, string[]>> {
  const rows: { deployment_id: string; commit_id: string }[] = await on(COMMITS)
    .whereIn('deployment_id', deployments)
    .orderBy(['deployment_id', 'commit_id'])
    .select('deployment_id', 'commit_id');
  const listCommits = new Map<string, string[]>();
  for (const { deployment_id: id, commit_id: commit } of rows) {
    const known = listCommits.get(id);
    if (known) known.push(commit);
    else listCommits.set(id, [commit]);
  }
  return listCommits;
}

/**
 * Writes deployments. `merge` combines a new record with the stored one, in either order. Rows stay locked until the
 * transaction ends. Returns the present and former services of the records, and the days whose rows changed; the
 * caller marks those with {@link markRollupsStale} after the services.
 */
export async function putDeployments(
  trx: Knex.Transaction,
  records: readonly DeploymentRecord[],
  merge: (
    known: DeploymentRecord,
    reported: DeploymentRecord,
  ) => DeploymentRecord,
): Promise<{ services: Set<string>; days: TierDay[] }> {
  const merged = [...byKey(records, r => r.fields.id).values()].map(reported =>
    reported.reduce(merge),
  );
  const services = new Set(merged.map(({ fields }) => fields.service));
  const days: TierDay[] = [];
  for (const chunk of inChunks(merged, CHUNK)) {
    const inserted: { id: string }[] = await trx(DEPLOYMENTS)
      .insert(chunk.map(deploymentColumns))
      // Any unique index may detect the row of a simultaneous request first.
      .onConflict()
      .ignore()
      .returning('id');
    const isNew = new Set(inserted.map(row => row.id));
    await insertCommits(
      trx,
      chunk.filter(({ fields }) => isNew.has(fields.id)),
    );
    for (const record of chunk.filter(({ fields }) => !isNew.has(fields.id))) {
      const before = await correctDeployment(trx, record, merge);
      services.add(before.service);
      days.push(...before.days);
    }
  }
  return { services, days };
}

/** Merges one deployment. Returns its former service, and the days whose figures contain it. */
async function correctDeployment(
  trx: Knex.Transaction,
  reported: DeploymentRecord,
  merge: (
    known: DeploymentRecord,
    reported: DeploymentRecord,
  ) => DeploymentRecord,
): Promise<{ service: string; days: TierDay[] }> {
  const { id } = reported.fields;
  const row: DeploymentRow = await lockRow(trx, DEPLOYMENTS, { id });
  const commits: { commit_id: string }[] = await trx(COMMITS)
    .where({ deployment_id: id })
    .orderBy('commit_id')
    .select('commit_id');
  const known = {
    fields: toDeployment(
      row,
      commits.map(commit => commit.commit_id),
    ),
    sourceId: row.source_id,
    tierKnown: Boolean(row.tier_known),
    ownersReported: Boolean(row.owners_told),
    reported: toReported(row),
  };
  const merged = merge(known, reported);
  await trx(DEPLOYMENTS).where({ id }).update(deploymentColumns(merged));
  await trx(COMMITS).where({ deployment_id: id }).delete();
  await insertCommits(trx, [merged]);
  // The derived columns are in the same row and stay in the figures until they are derived again.
  const days = row.derived
    ? [known.fields, merged.fields].map(({ tier, finishedAt }) => ({
        tier,
        day: toDay(finishedAt),
      }))
    : [];
  return { service: row.service, days };
}

async function insertCommits(
  trx: Knex.Transaction,
  records: readonly DeploymentRecord[],
): Promise<void> {
  const rows = records.flatMap(({ fields: { id, commits = [] } }) =>
    [...new Set(commits)].map(commit => ({
      deployment_id: id,
      commit_id: commit,
    })),
  );
  for (const chunk of inChunks(rows, CHUNK)) await trx(COMMITS).insert(chunk);
}

/** Writes changes; see {@link putDeployments}. */
export async function putChanges(
  trx: Knex.Transaction,
  records: readonly ChangeRecord[],
  merge: (known: ChangeRecord, reported: ChangeRecord) => ChangeRecord,
): Promise<Set<string>> {
  const toKey = (record: ChangeRecord) =>
    JSON.stringify([record.service, record.fields.commit]);
  const merged = [...byKey(records, toKey).values()].map(reported =>
    reported.reduce(merge),
  );
  // The same order in every transaction, so that two that share commits wait instead of deadlocking.
  merged.sort((a, b) => (toKey(a) < toKey(b) ? -1 : 1));
  for (const chunk of inChunks(merged, CHUNK)) {
    const inserted: { service: string; commit_id: string }[] = await trx(
      CHANGES,
    )
      .insert(chunk.map(changeColumns))
      .onConflict(['service', 'commit_id'])
      .ignore()
      .returning(['service', 'commit_id']);
    const isNew = new Set(
      inserted.map(row => JSON.stringify([row.service, row.commit_id])),
    );
    await correctChanges(
      trx,
      chunk.filter(record => !isNew.has(toKey(record))),
      merge,
    );
  }
  return new Set(merged.map(({ service }) => service));
}

/** Merges changes. `reported`: in the order in which rows are locked. */
async function correctChanges(
  trx: Knex.Transaction,
  reported: readonly ChangeRecord[],
  merge: (known: ChangeRecord, reported: ChangeRecord) => ChangeRecord,
): Promise<void> {
  if (reported.length === 0) return;
  const query = trx(CHANGES)
    .whereIn(
      ['service', 'commit_id'],
      reported.map(({ service, fields }) => [service, fields.commit]),
    )
    .forUpdate();
  if (getDialect(trx).name === 'postgres') {
    // The "C" collation gives JavaScript's order; a language's own order could lead to deadlocks.
    query.orderByRaw('?? collate "C", ?? collate "C"', [
      'service',
      'commit_id',
    ]);
  }
  const rows: ChangeRow[] = await query;
  const known = new Map(
    rows.map(row => [JSON.stringify([row.service, row.commit_id]), row]),
  );
  const corrected = reported.flatMap(record => {
    const row = known.get(
      JSON.stringify([record.service, record.fields.commit]),
    );
    return row ? [changeColumns(merge(toChange(row), record))] : [];
  });
  await trx(CHANGES)
    .insert(corrected)
    .onConflict(['service', 'commit_id'])
    .merge();
}

/** Writes incidents; see {@link putDeployments}. */
export async function putIncidents(
  trx: Knex.Transaction,
  records: readonly IncidentRecord[],
  merge: (known: IncidentRecord, reported: IncidentRecord) => IncidentRecord,
): Promise<Set<string>> {
  const services = new Set<string>();
  for (const [id, reported] of byKey(records, r => r.fields.id)) {
    const first = reported.reduce(merge);
    services.add(first.service);
    const inserted = await trx(INCIDENTS)
      .insert(incidentColumns(first))
      // Any unique index may detect the row of a simultaneous request first.
      .onConflict()
      .ignore()
      .returning('id');
    if (inserted.length > 0) continue;
    const row: IncidentRow = await lockRow(trx, INCIDENTS, { id });
    services.add(row.service);
    await trx(INCIDENTS)
      .where({ id })
      .update(incidentColumns(merge(toIncident(row), first)));
  }
  return services;
}

/**
 * Writes links. A person's statement overrides sources; among equals the later one wins, and at the same time a
 * removal.
 */
export async function putLinks(
  trx: Knex.Transaction,
  links: readonly LinkRecord[],
): Promise<void> {
  for (const link of links) {
    const key = {
      incident_id: link.incident,
      deployment_id: link.deployment,
      role: link.role,
    };
    const inserted = await trx(LINKS)
      .insert(linkColumns(link))
      .onConflict(['incident_id', 'deployment_id', 'role'])
      .ignore()
      .returning('incident_id');
    if (inserted.length > 0) continue;
    const known = toLink(await lockRow(trx, LINKS, key));
    if (overridesLink(link, known)) {
      await trx(LINKS).where(key).update(linkColumns(link));
    }
  }
}

function overridesLink(link: LinkRecord, known: LinkRecord): boolean {
  if (link.origin !== known.origin) return link.origin === 'person';
  if (link.at !== known.at) return link.at > known.at;
  return link.stand === 'removed';
}

/** Locks a row until the transaction ends. */
async function lockRow<R>(
  trx: Knex.Transaction,
  table: string,
  key: object,
): Promise<R> {
  return trx(table).where(key).forUpdate().first();
}

function byKey<T>(
  records: readonly T[],
  toKey: (record: T) => string,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const record of [...records].sort((a, b) =>
    toKey(a) < toKey(b) ? -1 : 1,
  )) {
    const key = toKey(record);
    const group = groups.get(key);
    if (group) group.push(record);
    else groups.set(key, [record]);
  }
  return groups;
}
