import type {
  ChangeRecord,
  DeploymentRecord,
  IncidentRecord,
  Told,
} from '../../store/dora/facts';

/**
 * What is known after two events that tell of the same thing. Events come late, twice and in any order, so each of these
 * gives the same whichever was first, and the same for a repeated one.
 */

/** Sources tell of a deployment as a whole: the latest word holds. */
export function mergeDeployments(
  a: DeploymentRecord,
  b: DeploymentRecord,
): DeploymentRecord {
  return later(a, b);
}

/** Of a commit one event knows the author, another the review: what is told once holds, of two times the earlier one. */
export function mergeChanges(a: ChangeRecord, b: ChangeRecord): ChangeRecord {
  const last = later(a, b);
  const before = last === a ? b : a;
  return {
    ...last,
    fact: {
      commit: last.fact.commit,
      title: last.fact.title ?? before.fact.title,
      url: last.fact.url ?? before.fact.url,
      authoredAt: earliest(a.fact.authoredAt, b.fact.authoredAt),
      openedAt: earliest(a.fact.openedAt, b.fact.openedAt),
      approvedAt: earliest(a.fact.approvedAt, b.fact.approvedAt),
      mergedAt: earliest(a.fact.mergedAt, b.fact.mergedAt),
    },
    demo: a.demo && b.demo,
  };
}

/** From the first start to the last end; who opened it is who told first. */
export function mergeIncidents(
  a: IncidentRecord,
  b: IncidentRecord,
): IncidentRecord {
  const last = later(a, b);
  const before = last === a ? b : a;
  return {
    ...last,
    fact: {
      ...last.fact,
      url: last.fact.url ?? before.fact.url,
      startedAt: Math.min(a.fact.startedAt, b.fact.startedAt),
    },
    openAt: Math.max(a.openAt, b.openAt),
    resolvedAt: latest(a.resolvedAt, b.resolvedAt),
    openedBy: before.openedBy ?? last.openedBy,
    resolvedBy: last.resolvedBy ?? before.resolvedBy,
    demo: a.demo && b.demo,
  };
}

function later<T extends { told: Told }>(a: T, b: T): T {
  if (a.told.occurredAt !== b.told.occurredAt) {
    return a.told.occurredAt > b.told.occurredAt ? a : b;
  }
  return a.told.eventId >= b.told.eventId ? a : b;
}

function earliest(a?: number, b?: number): number | undefined {
  return a === undefined || b === undefined ? a ?? b : Math.min(a, b);
}

function latest(a?: number, b?: number): number | undefined {
  return a === undefined || b === undefined ? a ?? b : Math.max(a, b);
}
