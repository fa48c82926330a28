import type { Incident } from '@slipway/backstage-plugin-deployments-common';
import type { LinkedIncident } from '../persistence/incidentRows';

export function presentIncident({
  record,
  resolvedAt,
  links,
}: LinkedIncident): Incident {
  const { fact } = record;
  return {
    id: fact.id,
    source: fact.source,
    service: record.service,
    title: fact.title,
    url: fact.url,
    environment: fact.environment,
    tier: fact.tier,
    startedAt: time(fact.startedAt),
    resolvedAt: resolvedAt === undefined ? undefined : time(resolvedAt),
    openedBy: record.openedBy,
    // Somebody resolved it, and it broke out again.
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
