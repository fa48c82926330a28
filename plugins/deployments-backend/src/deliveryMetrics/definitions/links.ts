import type {
  DeploymentRecordFields,
  IncidentFact,
  ServiceRecords,
} from './sourceRecords';
import type { InferredLink } from './projections';
import { compareBySource } from './sourceOrder';

/** Which incidents belong to which deployments, whoever says so. */
export interface Links {
  inferred: InferredLink[];
  /** By deployment. */
  causedBy: ReadonlyMap<string, IncidentFact[]>;
  fixedBy: ReadonlyMap<string, IncidentFact[]>;
  /** By incident: the deployments that fixed it. */
  fixesOf: ReadonlyMap<string, DeploymentRecordFields[]>;
}

/** Incidents are of users, and users are in production, unless somebody says otherwise. */
const TIER_OF_USERS = 'production';

export function resolveLinks(
  facts: ServiceRecords,
  options: { incidentWindowMs: number },
): Links {
  const inferred = inferLinks(facts, options);
  const incidents = new Map(facts.incidents.map(i => [i.id, i]));
  const deployments = new Map(facts.deployments.map(d => [d.id, d]));
  const causedBy = new Map<string, IncidentFact[]>();
  const fixedBy = new Map<string, IncidentFact[]>();
  const fixesOf = new Map<string, DeploymentRecordFields[]>();
  const linked = facts.links.filter(link => link.stand === 'linked');
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
      append(fixesOf, incident.id, deployment);
    }
  }
  return { inferred, causedBy, fixedBy, fixesOf };
}

/**
 * An incident of which nobody says what caused it is laid to the latest deployment before it that users could notice,
 * unless that was too long ago or a person said that it was not the one.
 */
function inferLinks(
  facts: ServiceRecords,
  { incidentWindowMs }: { incidentWindowMs: number },
): InferredLink[] {
  const caused = facts.links.filter(({ role }) => role === 'caused');
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
  const candidatesOf = findCandidates(facts.deployments);
  return facts.incidents.flatMap(incident => {
    if (explained.has(incident.id)) return [];
    const latest = lastBefore(candidatesOf(incident), incident.startedAt);
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
  deployments: readonly DeploymentRecordFields[],
): (incident: IncidentFact) => readonly Candidate[] {
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
