import type { Knex } from 'knex';
import type {
  LinkOrigin,
  LinkRole,
} from '@slipway/backstage-plugin-deployments-common';
import type { BigIntColumn } from '../../persistence/columns';
import { readNumber } from '../../persistence/columns';
import { inChunks } from '../../persistence/inChunks';
import { decodeCursor, page } from '../../persistence/cursor';
import type { IncidentRow } from './sourceRecordColumns';
import { incidentFields, toIncident } from './sourceRecordColumns';
import type { IncidentRecord, LinkRecord } from './storedRecords';

const INCIDENTS = 'dora_incidents';

/** An incident with the deployments that it is linked to. */
export interface LinkedIncident {
  record: IncidentRecord;
  /** Absent: it is still open. */
  resolvedAt?: number;
  links: IncidentLink[];
}

interface IncidentLink {
  deployment: string;
  role: LinkRole;
  origin: LinkOrigin;
  /** Who linked it; absent if it was inferred. */
  by?: string;
  /** Of the deployment. Absent: it is not known yet. */
  version?: string;
  environment?: string;
  finishedAt?: number;
}

export interface IncidentFilter {
  service?: string;
  /** True: only open ones; false: only resolved ones. */
  open?: boolean;
  limit: number;
  cursor?: string;
}

export async function readIncident(
  on: Knex,
  id: string,
): Promise<LinkedIncident | undefined> {
  const row: IncidentRow | undefined = await on(INCIDENTS)
    .where({ id })
    .first();
  if (!row) return undefined;
  const [incident] = await withLinks(on, [row]);
  return incident;
}

/** Returns the services of incidents, by the incident's id; unknown incidents are left out. */
export async function readIncidentServices(
  on: Knex,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const services = new Map<string, string>();
  for (const part of inChunks(ids, 100)) {
    const rows: { id: string; service: string }[] = await on(INCIDENTS)
      .whereIn('id', part)
      .select('id', 'service');
    for (const { id, service } of rows) services.set(id, service);
  }
  return services;
}

/** Lists incidents, newest first. */
export async function listIncidents(
  on: Knex,
  { service, open, limit, cursor }: IncidentFilter,
): Promise<{ items: LinkedIncident[]; nextCursor?: string }> {
  const query = on<IncidentRow>(INCIDENTS)
    .orderBy([
      { column: 'started_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit + 1);
  if (service !== undefined) query.where({ service });
  if (open === true) {
    query.where(row =>
      row
        .whereNull('resolved_at')
        .orWhere('resolved_at', '<', on.ref('open_at')),
    );
  }
  if (open === false) query.where('resolved_at', '>=', on.ref('open_at'));
  if (cursor !== undefined) {
    const { at, id } = decodeCursor(cursor);
    query
      .where('started_at', '<=', at)
      .where(before =>
        before.where('started_at', '<', at).orWhere('id', '<', id),
      );
  }
  const { items, nextCursor } = page(await query, limit, row => ({
    at: readNumber(row.started_at),
    id: row.id,
  }));
  return { items: await withLinks(on, items), nextCursor };
}

/** Locks the incident until the transaction ends. */
export async function lockIncident(
  trx: Knex.Transaction,
  id: string,
): Promise<IncidentRecord | undefined> {
  const row: IncidentRow | undefined = await trx(INCIDENTS)
    .where({ id })
    .forUpdate()
    .first();
  return row && toIncident(row);
}

/** Returns the stored link between an incident and a deployment, from a source or a person. */
export async function findLink(
  on: Knex,
  link: Pick<LinkRecord, 'incident' | 'deployment' | 'role'>,
): Promise<Pick<LinkRecord, 'stand' | 'origin' | 'at'> | undefined> {
  const row:
    | (Pick<LinkRecord, 'stand' | 'origin'> & { at: BigIntColumn })
    | undefined = await on('dora_links')
    .where({
      incident_id: link.incident,
      deployment_id: link.deployment,
      role: link.role,
    })
    .first('stand', 'origin', 'at');
  return row && { ...row, at: readNumber(row.at) };
}

/** Returns the service of a deployment, or undefined if there is no such deployment. */
export async function findServiceOfDeployment(
  on: Knex,
  id: string,
): Promise<string | undefined> {
  const row: { service: string } | undefined = await on('dora_deployments')
    .where({ id })
    .first('service');
  return row?.service;
}

async function withLinks(
  on: Knex,
  rows: readonly IncidentRow[],
): Promise<LinkedIncident[]> {
  const ids = rows.map(({ id }) => id);
  const reported: LinkRow[] = await on('dora_links')
    .leftJoin(
      'dora_deployments',
      'dora_deployments.id',
      'dora_links.deployment_id',
    )
    .whereIn('incident_id', ids)
    .orderBy(['at', 'deployment_id'])
    .select('dora_links.*', 'service', 'version', 'environment', 'finished_at');
  const inferred: Omit<
    LinkRow,
    'role' | 'origin' | 'by' | 'stand' | 'service'
  >[] = await on('dora_inferred_links')
    .join(
      'dora_deployments',
      'dora_deployments.id',
      'dora_inferred_links.deployment_id',
    )
    .whereIn('incident_id', ids)
    .select('incident_id', 'deployment_id', 'version', 'environment')
    .select('finished_at');
  return rows.map(row => {
    const record = toIncident(row);
    const said = reported.filter(link => link.incident_id === row.id);
    const linked = said.filter(({ stand }) => stand === 'linked');
    // Inferred links are updated a moment after a person's statement; until then the statement overrides them.
    const guessed = inferred.filter(
      link =>
        link.incident_id === row.id &&
        !linked.some(({ role }) => role === 'caused') &&
        !said.some(
          one =>
            one.deployment_id === link.deployment_id && one.role === 'caused',
        ),
    );
    return {
      record,
      resolvedAt: incidentFields(record).resolvedAt,
      links: [
        ...linked.map(link => toLink(within(row.service, link))),
        ...guessed.map(link =>
          toLink({ ...link, role: 'caused', origin: 'inferred', by: null }),
        ),
      ],
    };
  });
}

/** Hides a deployment of another service: readers of this service only learn that it was named. */
function within(service: string, link: LinkRow): LinkRow {
  return link.service === service
    ? link
    : { ...link, version: null, environment: null, finished_at: null };
}

interface LinkRow {
  incident_id: string;
  deployment_id: string;
  role: LinkRole;
  stand: LinkRecord['stand'];
  origin: LinkOrigin;
  by: string | null;
  /** Of the deployment; null: it is not known yet. */
  service: string | null;
  version: string | null;
  environment: string | null;
  finished_at: BigIntColumn | null;
}

function toLink(row: Omit<LinkRow, 'stand' | 'service'>): IncidentLink {
  return {
    deployment: row.deployment_id,
    role: row.role,
    origin: row.origin,
    ...(row.by === null ? {} : { by: row.by }),
    ...(row.version === null ? {} : { version: row.version }),
    ...(row.environment === null ? {} : { environment: row.environment }),
    ...(row.finished_at === null
      ? {}
      : { finishedAt: readNumber(row.finished_at) }),
  };
}
