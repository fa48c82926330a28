import type {
  SourceDeployment,
  SourceIncident,
  ServiceRecords,
} from './sourceRecords';
import type { InferredLink } from './projections';
import { compareBySource } from './sourceOrder';

/** Which incidents belong to which deployments, whoever says so. */
export interface Links {
  inferred: InferredLink[];
  /** By deployment. */
  causedBy: ReadonlyMap<string, SourceIncident[]>;
  fixedBy: ReadonlyMap<string, SourceIncident[]>;
  /** By incident: the deployments that fixed it. */
  listFixes: ReadonlyMap<string, SourceDeployment[]>;
}

/** Incidents are of users, and users are in production, unless somebody says otherwise. */
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
  const listFixes = new Map<string, SourceDeployment[]>();
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
      append(listFixes, incident.id, deployment);
    }
  }
  return { inferred, causedBy, fixedBy, listFixes };
}

/**
 * An incident of which nobody says what caused it is laid to the latest deployment before it that users could notice,
 * unless that was too long ago or a person said that it was not the one.
 */
function inferLinks(
  records: ServiceRecords,
  { incidentWindowMs }: { incidentWindowMs: number },
): InferredLink[] {
  const caused = records.links.filter(({ role }) => role === 'caused');
  // Also by a deployment of another service, or one that nobody told of: whoever names it knows better than a guess.
  const explained = new Set(
    caused
      .filter(({ stand }) => stand === 'linked')
      .map(({ incident }) => incident),
  );
  // What is explained needs no guess, so that of the rest only denials are left.
  const denied = new Set(
    caused.map(link => key(link.incident, link.deployment)),
  );
  const listCandidates = findCandidates(records.deployments);
  return records.incidents.flatMap(incident => {
    if (explained.has(incident.id)) return [];
    const latest = lastBefore(listCandidates(incident), incident.startedAt);
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
 * What may have caused an incident, in order of `trafficAt`: deployments to the environment that it names, or, where none
 * is told to an environment of that name, to its tier. Monitoring and pipelines may call an environment differently.
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

/** Of a list in order of `trafficAt`. By halving: a service may have thousands of both. */
function lastBefore<T extends { trafficAt: number }>(
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
