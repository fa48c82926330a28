import type { Incident } from '@slipway/backstage-plugin-deployments-common';
import type { LinkedIncident } from '../persistence/incidentRows';

export function toIncidentView({
  record,
  resolvedAt,
  links,
}: LinkedIncident): Incident {
  const { fields } = record;
  return {
    id: fields.id,
    source: fields.source,
    service: record.service,
    title: fields.title,
    url: fields.url,
    environment: fields.environment,
    tier: fields.tier,
    startedAt: time(fields.startedAt),
    resolvedAt: resolvedAt === undefined ? undefined : time(resolvedAt),
    openedBy: record.openedBy,
    // It was resolved, and then its source reported it again.
    resolvedBy: resolvedAt === undefined ? undefined : record.resolvedBy,
    demo: record.demo,
    links: links.map(({ finishedAt, ...link }) => ({
      ...link,
      ...(finishedAt === undefined ? {} : { finishedAt: time(finishedAt) }),
    })),
  };
}

function time(at: number): string {
  return new Date(at).toISOString();
}
