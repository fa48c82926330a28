import type { EnvironmentTier } from '@slipway/backstage-plugin-deployments-common';
import { withOneIdPerCommit } from './commitIds';
import { findReverts, classifyDeployments } from './deriveDeployments';
import type { Projections } from './projections';
import type { SourceDeployment, ServiceRecords } from './sourceRecords';
import type { LeadTimeOptions } from './leadTimes';
import { deriveLeadTimes } from './leadTimes';
import { append, resolveLinks } from './links';
import { deriveRecoveries } from './recoveries';
import { compareBySource } from './sourceOrder';

/** Increase this with each change that makes the same records produce other rows. Everything is then derived again. */
export const DEFINITIONS_VERSION = 4;

/**
 * Derives all projections of one service. The result depends only on the set of records, not on their order. The
 * definitions are in `docs/reference/delivery-metrics.md`. Yields after each deployment so that the caller can
 * pause, because a service may have tens of thousands.
 */
export function* deriveService(
  reported: ServiceRecords,
  options: {
    /**
     * The incident window, in milliseconds: a deployment that took traffic longer before an incident isn't considered its
     * cause.
     */
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
    const { leadTimes, exclusions } = yield* deriveLeadTimes(
      ordered,
      records.changes,
      options,
    );
    const all = yield* classifyDeployments(ordered, links, reverts);
    for (const classified of all) {
      const reason = exclusions.get(classified.id);
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
