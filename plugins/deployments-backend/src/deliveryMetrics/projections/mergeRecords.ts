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

/** Of a deployment whose statuses were combined again, unless something else reported it later. */
export function mergeFromStatuses(
  known: DeploymentRecord,
  reported: DeploymentRecord,
): DeploymentRecord {
  // Something else than statuses reported it, later.
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
  // What app-config says of the environment was looked up again since the status was stored.
  return isSame && !reported.tierKnown && known.tierKnown
    ? {
        ...reported,
        tierKnown: known.tierKnown,
        fields: { ...reported.fields, environment, tier },
      }
    : reported;
}

/**
 * Of a commit one event knows the author, another the review: what is told once holds, of two times the earlier one and
 * of two texts the one that says more.
 */
export function mergeChanges(a: ChangeRecord, b: ChangeRecord): ChangeRecord {
  const last = later(a, b);
  return {
    ...last,
    fields: {
      commit: last.fields.commit,
      title: fullest(a.fields.title, b.fields.title),
      url: fullest(a.fields.url, b.fields.url),
      authoredAt: earliest(a.fields.authoredAt, b.fields.authoredAt),
      openedAt: earliest(a.fields.openedAt, b.fields.openedAt),
      approvedAt: earliest(a.fields.approvedAt, b.fields.approvedAt),
      mergedAt: earliest(a.fields.mergedAt, b.fields.mergedAt),
      ...(a.fields.isMerge || b.fields.isMerge ? { isMerge: true } : {}),
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
  // An end that names no service was given that of the incident as it was known then.
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
      title: fullest(formatTitle(a), formatTitle(b)) ?? last.fields.title,
      url: fullest(a.fields.url, b.fields.url),
      ...nearestToUsers(a.fields, b.fields),
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

type Place = Pick<SourceIncident, 'environment' | 'tier'>;

/** An environment that nobody knows is taken for one of users. */
const FROM_USERS: readonly Place['tier'][] = [
  'production',
  undefined,
  'staging',
  'testing',
  'development',
  'other',
];

/** An event that does not say where it hurts takes nothing back; of two places the one that more users see holds. */
function nearestToUsers(a: Place, b: Place): Place {
  const [{ environment, tier }] = [a, b].sort(
    (one, other) =>
      Number(isNowhere(one)) - Number(isNowhere(other)) ||
      FROM_USERS.indexOf(one.tier) - FROM_USERS.indexOf(other.tier) ||
      compareIds(one.environment ?? '', other.environment ?? ''),
  );
  return { environment, tier };
}

function isNowhere({ environment, tier }: Place): boolean {
  return environment === undefined && tier === undefined;
}

/** Where a source gives an incident no title, its id stands for one. */
function formatTitle({ fields, sourceId }: IncidentRecord): string | undefined {
  return fields.title === sourceId ? undefined : fields.title;
}

/** Not the later one: a third event that has none would make it matter which of the two came first. */
function fullest(a?: string, b?: string): string | undefined {
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
