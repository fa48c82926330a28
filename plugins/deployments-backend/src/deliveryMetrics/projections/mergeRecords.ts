import type {
  ChangeRecord,
  DeploymentRecord,
  IncidentRecord,
  Reported,
} from '../persistence/storedRecords';
import type { SourceIncident } from '../definitions/sourceRecords';
import { compareSourceIds } from '../definitions/sourceOrder';
import { compareIds } from '../definitions/compareIds';

/**
 * Merge two events about the same thing. Events arrive late, twice and in any order, so each of these functions gives
 * the same result in either order, and for repetitions.
 */

/** Merges two reports of a deployment. Each is complete, so the latest one wins. */
export function mergeDeployments(
  a: DeploymentRecord,
  b: DeploymentRecord,
): DeploymentRecord {
  return later(a, b);
}

/** Merges a deployment whose statuses were combined again, unless another event reported it later. */
export function mergeFromStatuses(
  known: DeploymentRecord,
  reported: DeploymentRecord,
): DeploymentRecord {
  // Another event than a status reported it later.
  if (
    known.reported.occurredAt > reported.reported.occurredAt &&
    known.fields.commits !== undefined
  ) {
    return known;
  }
  const { environment, tier } = known.fields;
  const isSame =
    environment.toLocaleLowerCase('en-US') ===
    reported.fields.environment.toLocaleLowerCase('en-US');
  // App-config's tier of the environment was looked up again after the status was stored.
  return isSame && !reported.tierKnown && known.tierKnown
    ? {
        ...reported,
        tierKnown: known.tierKnown,
        fields: { ...reported.fields, environment, tier },
      }
    : reported;
}

/**
 * Merges two reports of a commit. One may know the author, another the review, so a field that only one has is kept.
 * Of two times the earlier one wins, and of two texts the longer one.
 */
export function mergeChanges(a: ChangeRecord, b: ChangeRecord): ChangeRecord {
  const last = later(a, b);
  return {
    ...last,
    fields: {
      commit: last.fields.commit,
      title: chooseLonger(a.fields.title, b.fields.title),
      url: chooseLonger(a.fields.url, b.fields.url),
      authoredAt: earliest(a.fields.authoredAt, b.fields.authoredAt),
      openedAt: earliest(a.fields.openedAt, b.fields.openedAt),
      approvedAt: earliest(a.fields.approvedAt, b.fields.approvedAt),
      mergedAt: earliest(a.fields.mergedAt, b.fields.mergedAt),
      ...(a.fields.isMerge || b.fields.isMerge ? { isMerge: true } : {}),
    },
    demo: a.demo && b.demo,
  };
}

/** Merges two reports of an incident, from the first start to the last end; it was opened by the first reporter. */
export function mergeIncidents(
  a: IncidentRecord,
  b: IncidentRecord,
): IncidentRecord {
  const last = later(a, b);
  const before = last === a ? b : a;
  // An end without a service was given the incident's service of that time.
  const named = later(getService(a), getService(b));
  const isNamedLast =
    named.reported.occurredAt === last.reported.occurredAt &&
    named.reported.eventId === last.reported.eventId;
  const { reportedService, ...rest } = last;
  return {
    ...rest,
    service: named.service,
    ...(isNamedLast ? {} : { reportedService: named.reported }),
    fields: {
      ...last.fields,
      title:
        chooseLonger(getReportedTitle(a), getReportedTitle(b)) ??
        last.fields.title,
      url: chooseLonger(a.fields.url, b.fields.url),
      ...chooseEnvironment(a.fields, b.fields),
      startedAt: Math.min(a.fields.startedAt, b.fields.startedAt),
    },
    openAt: Math.max(a.openAt, b.openAt),
    resolvedAt: latest(a.resolvedAt, b.resolvedAt),
    openedBy: before.openedBy ?? last.openedBy,
    resolvedBy: last.resolvedBy ?? before.resolvedBy,
    demo: a.demo && b.demo,
  };
}

function getService({ service, reportedService, reported }: IncidentRecord) {
  return { service, reported: reportedService ?? reported };
}

type IncidentEnvironment = Pick<SourceIncident, 'environment' | 'tier'>;

/** An unknown environment counts as one of users. */
const FROM_USERS: readonly IncidentEnvironment['tier'][] = [
  'production',
  undefined,
  'staging',
  'testing',
  'development',
  'other',
];

/** Chooses the environment that more users see. An event without an environment changes nothing. */
function chooseEnvironment(
  a: IncidentEnvironment,
  b: IncidentEnvironment,
): IncidentEnvironment {
  const [{ environment, tier }] = [a, b].sort(
    (one, other) =>
      Number(isNowhere(one)) - Number(isNowhere(other)) ||
      FROM_USERS.indexOf(one.tier) - FROM_USERS.indexOf(other.tier) ||
      compareIds(one.environment ?? '', other.environment ?? ''),
  );
  return { environment, tier };
}

function isNowhere({ environment, tier }: IncidentEnvironment): boolean {
  return environment === undefined && tier === undefined;
}

/** Returns the title; undefined if the source gave none, in which case its id was used instead. */
function getReportedTitle({
  fields,
  sourceId,
}: IncidentRecord): string | undefined {
  return fields.title === sourceId ? undefined : fields.title;
}

/** Returns the longer text. The later one would depend on the order if a third event had none. */
function chooseLonger(a?: string, b?: string): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.length !== b.length) return a.length > b.length ? a : b;
  return a >= b ? a : b;
}

function later<T extends { reported: Reported }>(a: T, b: T): T {
  if (a.reported.occurredAt !== b.reported.occurredAt) {
    return a.reported.occurredAt > b.reported.occurredAt ? a : b;
  }
  return compareSourceIds(a.reported.eventId, b.reported.eventId) >= 0 ? a : b;
}

function earliest(a?: number, b?: number): number | undefined {
  return a === undefined || b === undefined ? a ?? b : Math.min(a, b);
}

function latest(a?: number, b?: number): number | undefined {
  return a === undefined || b === undefined ? a ?? b : Math.max(a, b);
}
