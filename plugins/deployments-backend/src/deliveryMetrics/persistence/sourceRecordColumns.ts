import type { EnvironmentTier } from '@slipway/backstage-plugin-deployments-common';
import type {
  SourceDeployment,
  SourceIncident,
  SourceLink,
  LinkRole,
} from '../definitions/sourceRecords';
import type { BigIntColumn } from '../../persistence/columns';
import {
  readNumber,
  readOptionalNumber,
  readOptionalText,
} from '../../persistence/columns';
import type {
  ChangeRecord,
  DeploymentRecord,
  IncidentRecord,
  LinkRecord,
  Reported,
} from './storedRecords';

export interface ReportedRow {
  occurred_at: BigIntColumn;
  event_id: string;
}

export function toReported(row: ReportedRow): Reported {
  return { occurredAt: readNumber(row.occurred_at), eventId: row.event_id };
}

export interface DeploymentRow extends ReportedRow {
  id: string;
  source: string;
  source_id: string;
  service: string;
  environment: string;
  tier: string;
  tier_known: boolean | number;
  kind: SourceDeployment['kind'];
  hotfix: boolean | number;
  version: string;
  artifact: string;
  outcome: SourceDeployment['outcome'];
  started_at: BigIntColumn;
  traffic_at: BigIntColumn | null;
  finished_at: BigIntColumn;
  restored_at: BigIntColumn | null;
  reverts: string | null;
  head: string | null;
  commits_known: boolean | number;
  owner_group: string | null;
  system: string | null;
  owners_told: boolean | number;
  url: string | null;
  demo: boolean | number;
  derived: boolean | number;
}

export function toDeployment(
  row: DeploymentRow,
  commits: string[] | undefined,
): SourceDeployment {
  return {
    id: row.id,
    source: row.source,
    sourceId: row.source_id,
    service: row.service,
    environment: row.environment,
    tier: row.tier as EnvironmentTier,
    kind: row.kind,
    hotfix: Boolean(row.hotfix),
    version: row.version,
    artifact: row.artifact,
    outcome: row.outcome,
    startedAt: readNumber(row.started_at),
    trafficAt: readOptionalNumber(row.traffic_at),
    finishedAt: readNumber(row.finished_at),
    restoredAt: readOptionalNumber(row.restored_at),
    reverts: readOptionalText(row.reverts),
    commits: row.commits_known ? commits ?? [] : undefined,
    head: readOptionalText(row.head),
    ownerGroup: readOptionalText(row.owner_group),
    system: readOptionalText(row.system),
    url: readOptionalText(row.url),
    demo: Boolean(row.demo),
  };
}

export function deploymentColumns(record: DeploymentRecord) {
  const { fields, sourceId, tierKnown = true, reported } = record;
  const { ownersReported = false } = record;
  return {
    id: fields.id,
    source: fields.source,
    source_id: sourceId,
    service: fields.service,
    environment: fields.environment,
    tier: fields.tier,
    tier_known: tierKnown,
    kind: fields.kind,
    hotfix: fields.hotfix,
    version: fields.version,
    artifact: fields.artifact,
    outcome: fields.outcome,
    started_at: fields.startedAt,
    traffic_at: fields.trafficAt ?? null,
    finished_at: fields.finishedAt,
    restored_at: fields.restoredAt ?? null,
    reverts: fields.reverts ?? null,
    head: fields.head ?? null,
    commits_known: fields.commits !== undefined,
    owner_group: fields.ownerGroup ?? null,
    system: fields.system ?? null,
    owners_told: ownersReported,
    url: fields.url ?? null,
    demo: fields.demo,
    occurred_at: reported.occurredAt,
    event_id: reported.eventId,
  };
}

export interface ChangeRow extends ReportedRow {
  service: string;
  commit_id: string;
  title: string | null;
  url: string | null;
  authored_at: BigIntColumn | null;
  opened_at: BigIntColumn | null;
  approved_at: BigIntColumn | null;
  merged_at: BigIntColumn | null;
  is_merge: boolean | number;
  demo: boolean | number;
}

export function toChange(row: ChangeRow): ChangeRecord {
  return {
    service: row.service,
    fields: {
      commit: row.commit_id,
      title: readOptionalText(row.title),
      url: readOptionalText(row.url),
      authoredAt: readOptionalNumber(row.authored_at),
      openedAt: readOptionalNumber(row.opened_at),
      approvedAt: readOptionalNumber(row.approved_at),
      mergedAt: readOptionalNumber(row.merged_at),
      ...(row.is_merge ? { isMerge: true } : {}),
    },
    demo: Boolean(row.demo),
    reported: toReported(row),
  };
}

export function changeColumns({
  service,
  fields,
  demo,
  reported,
}: ChangeRecord) {
  return {
    service,
    commit_id: fields.commit,
    title: fields.title ?? null,
    url: fields.url ?? null,
    authored_at: fields.authoredAt ?? null,
    opened_at: fields.openedAt ?? null,
    approved_at: fields.approvedAt ?? null,
    merged_at: fields.mergedAt ?? null,
    is_merge: fields.isMerge ?? false,
    demo,
    occurred_at: reported.occurredAt,
    event_id: reported.eventId,
  };
}

/** Returns the fields of an incident that the metrics use. */
export function incidentFields({
  fields,
  openAt,
  resolvedAt,
}: IncidentRecord): SourceIncident {
  const isOver = resolvedAt !== undefined && resolvedAt >= openAt;
  return isOver ? { ...fields, resolvedAt } : fields;
}

export interface IncidentRow extends ReportedRow {
  id: string;
  source: string;
  source_id: string;
  service: string;
  title: string;
  url: string | null;
  environment: string | null;
  tier: EnvironmentTier | null;
  started_at: BigIntColumn;
  resolved_at: BigIntColumn | null;
  open_at: BigIntColumn;
  opened_by: string | null;
  resolved_by: string | null;
  service_at: BigIntColumn | null;
  service_event_id: string | null;
  demo: boolean | number;
}

export function toIncident(row: IncidentRow): IncidentRecord {
  return {
    service: row.service,
    sourceId: row.source_id,
    fields: {
      id: row.id,
      source: row.source,
      title: row.title,
      url: readOptionalText(row.url),
      environment: readOptionalText(row.environment),
      tier: row.tier ?? undefined,
      startedAt: readNumber(row.started_at),
    },
    openAt: readNumber(row.open_at),
    resolvedAt: readOptionalNumber(row.resolved_at),
    openedBy: readOptionalText(row.opened_by),
    resolvedBy: readOptionalText(row.resolved_by),
    demo: Boolean(row.demo),
    ...(row.service_at === null || row.service_event_id === null
      ? {}
      : {
          reportedService: {
            occurredAt: readNumber(row.service_at),
            eventId: row.service_event_id,
          },
        }),
    reported: toReported(row),
  };
}

export function incidentColumns(record: IncidentRecord) {
  const { fields, reported } = record;
  return {
    id: fields.id,
    source: fields.source,
    source_id: record.sourceId,
    service: record.service,
    title: fields.title,
    url: fields.url ?? null,
    environment: fields.environment ?? null,
    tier: fields.tier ?? null,
    started_at: fields.startedAt,
    resolved_at: record.resolvedAt ?? null,
    open_at: record.openAt,
    opened_by: record.openedBy ?? null,
    resolved_by: record.resolvedBy ?? null,
    service_at: record.reportedService?.occurredAt ?? null,
    service_event_id: record.reportedService?.eventId ?? null,
    demo: record.demo,
    occurred_at: reported.occurredAt,
    event_id: reported.eventId,
  };
}

export interface LinkRow {
  incident_id: string;
  deployment_id: string;
  role: LinkRole;
  stand: SourceLink['stand'];
  origin: LinkRecord['origin'];
  by: string;
  at: BigIntColumn;
}

export function toLink(row: LinkRow): LinkRecord {
  return {
    incident: row.incident_id,
    deployment: row.deployment_id,
    role: row.role,
    stand: row.stand,
    origin: row.origin,
    by: row.by,
    at: readNumber(row.at),
  };
}

export function linkColumns(link: LinkRecord) {
  return {
    incident_id: link.incident,
    deployment_id: link.deployment,
    role: link.role,
    stand: link.stand,
    origin: link.origin,
    by: link.by,
    at: link.at,
  };
}
