import type {
  ChangeFact,
  DeploymentRecordFields,
  IncidentFact,
  LinkFact,
  ServiceRecords,
} from '../sourceRecords';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** 2026-03-02, a Monday, 00:00 UTC. */
export const START = Date.UTC(2026, 2, 2);

/** Times are in minutes since START, which keeps the tables of tests readable. */
type InMinutes<T, K extends keyof T> = Omit<T, K> & { [P in K]?: number };

const at = (minutes: number) => START + minutes * MINUTE;
const atIf = (minutes: number | undefined) =>
  minutes === undefined ? undefined : at(minutes);

/** A deployment that took five minutes, was good, and took traffic in the middle. */
export function deployment(
  id: string,
  finished: number,
  more: Partial<
    InMinutes<
      Omit<DeploymentRecordFields, 'trafficAt'>,
      'startedAt' | 'restoredAt'
    >
  > & { trafficAt?: number | 'never' } = {},
): DeploymentRecordFields {
  const { trafficAt, startedAt, restoredAt, ...rest } = more;
  const fact: DeploymentRecordFields = {
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
  if (trafficAt !== 'never') fact.trafficAt = at(trafficAt ?? finished - 3);
  if (restoredAt !== undefined) fact.restoredAt = at(restoredAt);
  return fact;
}

export function change(
  commit: string,
  authored?: number,
  more: { opened?: number; merged?: number; isMerge?: boolean } = {},
): ChangeFact {
  const fact: ChangeFact = { commit };
  if (more.isMerge) fact.isMerge = true;
  const authoredAt = atIf(authored);
  const openedAt = atIf(more.opened);
  const mergedAt = atIf(more.merged);
  if (authoredAt !== undefined) fact.authoredAt = authoredAt;
  if (openedAt !== undefined) fact.openedAt = openedAt;
  if (mergedAt !== undefined) fact.mergedAt = mergedAt;
  return fact;
}

export function incident(
  id: string,
  started: number,
  resolved?: number,
  serviceEnvironment: Pick<IncidentFact, 'environment' | 'tier'> = {},
): IncidentFact {
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
  role: LinkFact['role'],
  stand: LinkFact['stand'] = 'linked',
): LinkFact {
  return {
    incident: incidentId,
    deployment: deploymentId,
    role,
    stand,
    by: 'user:default/ana',
  };
}

export function facts(more: Partial<ServiceRecords>): ServiceRecords {
  return {
    service: 'component:default/checkout',
    deployments: [],
    changes: [],
    incidents: [],
    links: [],
    ...more,
  };
}

/** What work comes to that stops now and then. */
export function atOnce<T>(work: Iterator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
