import type {
  SourceDeployment,
  SourceIncident,
  ServiceRecords,
} from './sourceRecords';
import type { InferredLink } from './projections';
import { compareBySource } from './sourceOrder';

/** Which incidents belong to which deployments, from all sources. */
export interface Links {
  inferred: InferredLink[];
  /** Incidents by the id of the deployment that caused them. */
  causedBy: ReadonlyMap<string, SourceIncident[]>;
  fixedBy: ReadonlyMap<string, SourceIncident[]>;
  /** Deployments that fixed an incident, by its id. */
  fixesByIncident: ReadonlyMap<string, SourceDeployment[]>;
}

/** An incident without a tier affects users, and users are in production. */
const TIER_OF_USERS = 'production';

export function resolveLinks(
  records: ServiceRecords,
  options: { incidentWindowMs: number },
): Links {
  const inferred = inferLinks(records, options);
  const incidents = new Map(records.incidents.map(i => [i.id, i]));
  const deployments = new Map(records.deployments.map(d => [d.id, d]));
  const causedBy = new Map<string, SourceIncident[]>();
  const fixedBy = new Map<string, SourceIncident[]>();
  const fixesByIncident = new Map<string, SourceDeployment[]>();
  const linked = records.links.filter(link => link.stand === 'linked');
  const caused = linked.filter(link => link.role === 'caused');
  for (const link of [...caused, ...inferred]) {
    const incident = incidents.get(link.incident);
    if (incident && deployments.has(link.deployment)) {
      append(causedBy, link.deployment, incident);
    }
  }
  for (const link of linked.filter(({ role }) => role === 'fixed')) {
    const incident = incidents.get(link.incident);
    const deployment = deployments.get(link.deployment);
    if (incident && deployment) {
      append(fixedBy, deployment.id, incident);
      append(fixesByIncident, incident.id, deployment);
    }
  }
  return { inferred, causedBy, fixedBy, fixesByIncident };
}

/**
 * If no source names the cause, the incident is attributed to the most recent deployment that had taken traffic,
 * unless that was too long before or a person has ruled it out.
 */
function inferLinks(
  records: ServiceRecords,
  { incidentWindowMs }: { incidentWindowMs: number },
): InferredLink[] {
  const caused = records.links.filter(({ role }) => role === 'caused');
  // This includes links to deployments of other services and to unknown ones: a report is more reliable than a guess.
  const explained = new Set(
    caused
      .filter(({ stand }) => stand === 'linked')
      .map(({ incident }) => incident),
  );
  // Explained incidents are skipped, so only removed links matter for the rest.
  const denied = new Set(
    caused.map(link => key(link.incident, link.deployment)),
  );
  const listCandidates = findCandidates(records.deployments);
  return records.incidents.flatMap(incident => {
    if (explained.has(incident.id)) return [];
    const latest = findLastBefore(listCandidates(incident), incident.startedAt);
    const inTime =
      latest && incident.startedAt - latest.trafficAt <= incidentWindowMs;
    return inTime && !denied.has(key(incident.id, latest.id))
      ? [{ incident: incident.id, deployment: latest.id }]
      : [];
  });
}

interface Candidate {
  id: string;
  trafficAt: number;
}

/**
 * Returns the possible causes of an incident, ordered by `trafficAt`: deployments to the environment that it names
 * or, if no deployment has that name, to its tier. Monitoring and pipelines may use different names for an
 * environment.
 */
function findCandidates(
  deployments: readonly SourceDeployment[],
): (incident: SourceIncident) => readonly Candidate[] {
  const byEnvironment = new Map<string, Candidate[]>();
  const byTier = new Map<string, Candidate[]>();
  const ordered = deployments
    .flatMap(deployment => {
      const { kind, trafficAt } = deployment;
      return kind === 'deploy' && trafficAt !== undefined
        ? [{ ...deployment, trafficAt }]
        : [];
    })
    .sort((a, b) => a.trafficAt - b.trafficAt || compareBySource(a, b));
  for (const { environment, tier, id, trafficAt } of ordered) {
    const candidate = { id, trafficAt };
    append(byEnvironment, environment, candidate);
    append(byTier, tier, candidate);
  }
  return ({ environment, tier = TIER_OF_USERS }) =>
    (environment !== undefined && byEnvironment.get(environment)) ||
    (byTier.get(tier) ?? []);
}

/** Binary search in a list ordered by `trafficAt`: a service may have thousands of incidents and deployments. */
function findLastBefore<T extends { trafficAt: number }>(
  candidates: readonly T[],
  at: number,
): T | undefined {
  let low = 0;
  let high = candidates.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (candidates[middle].trafficAt <= at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return candidates[low - 1];
}

function key(incident: string, deployment: string): string {
  return JSON.stringify([incident, deployment]);
}

export function append<K, V>(map: Map<K, V[]>, k: K, value: V): void {
  const values = map.get(k);
  if (values) {
    values.push(value);
  } else {
    map.set(k, [value]);
  }
}
