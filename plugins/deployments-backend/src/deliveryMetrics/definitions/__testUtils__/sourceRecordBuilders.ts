import type {
  SourceChange,
  SourceDeployment,
  SourceIncident,
  SourceLink,
  ServiceRecords,
} from '../sourceRecords';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** 2026-03-02, a Monday, 00:00 UTC. */
export const START = Date.UTC(2026, 2, 2);

/** Times are in minutes since START, which keeps the test tables readable. */
type InMinutes<T, K extends keyof T> = Omit<T, K> & { [P in K]?: number };

const at = (minutes: number) => START + minutes * MINUTE;
const atIf = (minutes: number | undefined) =>
  minutes === undefined ? undefined : at(minutes);

/** Builds a deployment that took five minutes, succeeded, and took traffic in the middle. */
export function deployment(
  id: string,
  finished: number,
  more: Partial<
    InMinutes<Omit<SourceDeployment, 'trafficAt'>, 'startedAt' | 'restoredAt'>
  > & { trafficAt?: number | 'never' } = {},
): SourceDeployment {
  const { trafficAt, startedAt, restoredAt, ...rest } = more;
  const fields: SourceDeployment = {
    id,
    source: 'portal',
    service: 'component:default/checkout',
    environment: 'production',
    tier: 'production',
    kind: 'deploy',
    hotfix: false,
    version: id,
    artifact: `image@${id}`,
    outcome: 'succeeded',
    startedAt: at(startedAt ?? finished - 5),
    finishedAt: at(finished),
    commits: [],
    demo: false,
    ...rest,
  };
  if (trafficAt !== 'never') fields.trafficAt = at(trafficAt ?? finished - 3);
  if (restoredAt !== undefined) fields.restoredAt = at(restoredAt);
  return fields;
}

export function change(
  commit: string,
  authored?: number,
  more: { opened?: number; merged?: number; isMerge?: boolean } = {},
): SourceChange {
  const fields: SourceChange = { commit };
  if (more.isMerge) fields.isMerge = true;
  const authoredAt = atIf(authored);
  const openedAt = atIf(more.opened);
  const mergedAt = atIf(more.merged);
  if (authoredAt !== undefined) fields.authoredAt = authoredAt;
  if (openedAt !== undefined) fields.openedAt = openedAt;
  if (mergedAt !== undefined) fields.mergedAt = mergedAt;
  return fields;
}

export function incident(
  id: string,
  started: number,
  resolved?: number,
  serviceEnvironment: Pick<SourceIncident, 'environment' | 'tier'> = {},
): SourceIncident {
  return {
    id,
    source: 'pager',
    title: `Incident ${id}`,
    startedAt: at(started),
    ...(resolved === undefined ? {} : { resolvedAt: at(resolved) }),
    ...serviceEnvironment,
  };
}

export function link(
  incidentId: string,
  deploymentId: string,
  role: SourceLink['role'],
  stand: SourceLink['stand'] = 'linked',
): SourceLink {
  return {
    incident: incidentId,
    deployment: deploymentId,
    role,
    stand,
    by: 'user:default/ana',
  };
}

export function records(more: Partial<ServiceRecords>): ServiceRecords {
  return {
    service: 'component:default/checkout',
    deployments: [],
    changes: [],
    incidents: [],
    links: [],
    ...more,
  };
}

/** Runs work that pauses now and then, and returns its result. */
export function atOnce<T>(work: Iterator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
