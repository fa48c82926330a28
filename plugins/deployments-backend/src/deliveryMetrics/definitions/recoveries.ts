import { COUNTED, excluded } from './projections';
import type { Recovery } from './projections';
import { toFailure, tookTraffic } from './deriveDeployments';
import type { Reverts } from './deriveDeployments';
import type { SourceDeployment, SourceIncident } from './sourceRecords';
import { defined } from './leadTimes';
import { compareIds } from './compareIds';
import type { Links } from './links';

/** A time in which one deployment affected users; without an end it is still open. */
interface FailurePeriod {
  deployment: SourceDeployment;
  incidents: string[];
  startedAt: number;
  endedAt?: number;
}

/** Derives the recovery periods of one tier. `ordered`: its deployments, by finish time. */
export function* deriveRecoveries(
  ordered: readonly SourceDeployment[],
  links: Links,
  reverts: Reverts,
): Generator<void, Recovery[]> {
  const failurePeriods: FailurePeriod[] = [];
  for (const [at, deployment] of ordered.entries()) {
    yield;
    if (
      deployment.kind === 'deploy' &&
      toFailure(deployment, links, reverts) !== undefined
    ) {
      const restoredAt = findRestoration(ordered, at, reverts);
      failurePeriods.push(...findFailurePeriods(deployment, links, restoredAt));
    }
  }
  failurePeriods.sort(
    (a, b) =>
      a.startedAt - b.startedAt || compareIds(a.deployment.id, b.deployment.id),
  );
  return merge(failurePeriods).map(toRecovery);
}

/**
 * Returns when a deployment affected users. Incidents have their own times; without an incident it is from when the
 * failed version took traffic until a good version did.
 */
function findFailurePeriods(
  deployment: SourceDeployment,
  links: Links,
  restoredAt: number | undefined,
): FailurePeriod[] {
  const incidents = links.causedBy.get(deployment.id) ?? [];
  if (incidents.length > 0) {
    return incidents.map(incident => ({
      deployment,
      incidents: [incident.id],
      startedAt: incident.startedAt,
      ...defined('endedAt', findEnd(incident, links, restoredAt)),
    }));
  }
  return deployment.trafficAt === undefined
    ? []
    : [
        {
          deployment,
          incidents: [],
          startedAt: deployment.trafficAt,
          ...defined('endedAt', restoredAt),
        },
      ];
}

/** Returns the end of an incident. What was reported about the incident overrides what deployments suggest. */
function findEnd(
  incident: SourceIncident,
  links: Links,
  restoredAt: number | undefined,
): number | undefined {
  if (incident.resolvedAt !== undefined) return incident.resolvedAt;
  const fixes = (links.fixesByIncident.get(incident.id) ?? [])
    .filter(({ outcome }) => outcome === 'succeeded')
    .map(({ finishedAt }) => finishedAt);
  if (fixes.length > 0) return Math.min(...fixes);
  return restoredAt !== undefined && restoredAt >= incident.startedAt
    ? restoredAt
    : undefined;
}

/** Returns when a good version had the traffic again, or undefined if no deployment restored it yet. */
function findRestoration(
  ordered: readonly SourceDeployment[],
  at: number,
  reverts: Reverts,
): number | undefined {
  const deployment = ordered[at];
  if (deployment.outcome === 'rolled_back') {
    return deployment.restoredAt ?? deployment.finishedAt;
  }
  const revert = reverts.get(deployment.id);
  if (revert) return revert.trafficAt ?? revert.finishedAt;
  // If only an incident makes it a failure, the incident's resolution or fix ends it.
  if (deployment.outcome === 'succeeded') return undefined;
  for (let i = at + 1; i < ordered.length; i++) {
    if (isGood(ordered[i], deployment.environment)) {
      return ordered[i].finishedAt;
    }
  }
  return undefined;
}

function isGood(deployment: SourceDeployment, environment: string): boolean {
  return (
    deployment.environment === environment &&
    deployment.outcome === 'succeeded' &&
    (deployment.kind === 'deploy' || deployment.kind === 'rollback') &&
    tookTraffic(deployment)
  );
}

interface Period {
  failurePeriods: FailurePeriod[];
  startedAt: number;
  endedAt?: number;
}

/** Merges overlapping periods, from the first start to the last end. `failurePeriods`: ordered by start. */
function merge(failurePeriods: readonly FailurePeriod[]): Period[] {
  const periods: Period[] = [];
  for (const failurePeriod of failurePeriods) {
    const last = periods[periods.length - 1];
    if (last && failurePeriod.startedAt <= endOfPeriod(last)) {
      last.failurePeriods.push(failurePeriod);
      last.endedAt = laterEnd(last.endedAt, failurePeriod.endedAt);
    } else {
      periods.push({
        failurePeriods: [failurePeriod],
        startedAt: failurePeriod.startedAt,
        endedAt: failurePeriod.endedAt,
      });
    }
  }
  return periods;
}

/**
 * A wrong clock may make a period end before its start. It then still includes what starts at the same time, because
 * that is one period of a deployment.
 */
function endOfPeriod({ startedAt, endedAt = Infinity }: Period): number {
  return Math.max(startedAt, endedAt);
}

function laterEnd(
  a: number | undefined,
  b: number | undefined,
): number | undefined {
  return a === undefined || b === undefined ? undefined : Math.max(a, b);
}

function toRecovery({ failurePeriods, startedAt, endedAt }: Period): Recovery {
  const { deployment } = failurePeriods[0];
  return {
    tier: deployment.tier,
    // A deployment may have affected users twice.
    id: `${deployment.id}@${startedAt}`,
    environment: deployment.environment,
    startedAt,
    ...defined('endedAt', endedAt),
    counting: countRecovery(startedAt, endedAt),
    deployments: distinct(
      failurePeriods.map(failurePeriod => failurePeriod.deployment.id),
    ),
    incidents: distinct(failurePeriods.flatMap(({ incidents }) => incidents)),
    ...defined('ownerGroup', deployment.ownerGroup),
    ...defined('system', deployment.system),
    demo: failurePeriods.some(failurePeriod => failurePeriod.deployment.demo),
  };
}

function countRecovery(startedAt: number, endedAt: number | undefined) {
  if (endedAt === undefined) return excluded('still-open');
  return endedAt < startedAt ? excluded('negative-time') : COUNTED;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort(compareIds);
}
