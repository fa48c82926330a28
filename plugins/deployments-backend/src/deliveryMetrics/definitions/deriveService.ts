import type { EnvironmentTier } from '@slipway/backstage-plugin-deployments-common';
import { withOneIdPerCommit } from './commitIds';
import { findReverts, judgeDeployments } from './deriveDeployments';
import type { Projections } from './projections';
import type { SourceDeployment, ServiceRecords } from './sourceRecords';
import type { LeadTimeOptions } from './leadTimes';
import { deriveLeadTimes } from './leadTimes';
import { append, resolveLinks } from './links';
import { deriveRecoveries } from './recoveries';
import { compareBySource } from './sourceOrder';

/** Rises when the same facts give other rows: what was derived before is then derived anew. */
export const DEFINITIONS_VERSION = 4;

/**
 * All that the metrics need to know of one service. The result depends on the set of facts alone, not on the order in
 * which they are given or became known. See `docs/reference/delivery-metrics.md` for the definitions. Stops after each deployment, for a service
 * may have tens of thousands.
 */
export function* deriveService(
  reported: ServiceRecords,
  options: {
    /** How long before an incident the deployment may have taken traffic that it is laid to, in milliseconds. */
    incidentWindowMs: number;
  } & LeadTimeOptions,
): Generator<void, Projections> {
  const records = withOneIdPerCommit(reported);
  const links = resolveLinks(records, options);
  const tiers = new Map<EnvironmentTier, SourceDeployment[]>();
  for (const deployment of [...records.deployments].sort(byEnd)) {
    append(tiers, deployment.tier, deployment);
  }
  const derived: Projections = {
    deployments: [],
    leadTimes: [],
    recoveries: [],
    inferredLinks: links.inferred,
  };
  for (const ordered of tiers.values()) {
    const reverts = yield* findReverts(ordered);
    const { leadTimes, without } = yield* deriveLeadTimes(
      ordered,
      records.changes,
      options,
    );
    const all = yield* judgeDeployments(ordered, links, reverts);
    for (const classified of all) {
      const reason = without.get(classified.id);
      derived.deployments.push(
        reason ? { ...classified, withoutLeadTimes: reason } : classified,
      );
    }
    derived.leadTimes = derived.leadTimes.concat(leadTimes);
    const recoveries = yield* deriveRecoveries(ordered, links, reverts);
    derived.recoveries = derived.recoveries.concat(recoveries);
  }
  return derived;
}

function byEnd(a: SourceDeployment, b: SourceDeployment): number {
  return a.finishedAt - b.finishedAt || compareBySource(a, b);
}
