import { limitName, idAt, listAt, textAt, urlAt, valueAt } from './payload';
import type { Translation } from './translation';
import { NOTHING, requireFields } from './translation';

/**
 * Translates a CDEvent (0.4 and later). Fields that the specification lacks come from `customData`: `commit` (the
 * version's head, or the change's own), `commits`, `hotfix`, `startedAt`, and for a change `authoredAt` and `title`.
 */
export function translateCdevent(event: unknown): Translation {
  // Example: dev.cdevents.service.deployed.0.2.0
  const type = textAt(event, 'context.type') ?? '';
  // Custom events may have similar types.
  if (!type.startsWith('dev.cdevents.')) return NOTHING;
  const [, , subject, predicate] = type.split('.');
  switch (`${subject}.${predicate}`) {
    case 'service.deployed':
    case 'service.upgraded':
      return deployment(event, 'deploy');
    case 'service.rolledback':
      return deployment(event, 'rollback');
    case 'service.removed':
      return deployment(event, 'remove');
    case 'incident.detected':
    case 'incident.reported':
      return incident(event, true);
    case 'incident.resolved':
      return incident(event, false);
    case 'change.merged':
      return change(event);
    default:
      return NOTHING;
  }
}

/** The fields of every event, with their names in CDEvents. */
const IDENTITY = { id: 'context.id' };

function deployment(
  event: unknown,
  kind: 'deploy' | 'rollback' | 'remove',
): Translation {
  const artifact = textAt(event, 'subject.content.artifactId', 1000);
  const commits = listAt(event, 'customData.commits');
  return {
    events: [
      requireFields(
        {
          ...identity(event),
          type: 'deployment',
          service: idAt(event, 'subject.id'),
          environment: textAt(event, 'subject.content.environment.id', 255),
          kind,
          hotfix: valueAt(event, 'customData.hotfix') === true,
          // A removal does not name the removed version.
          version:
            kind === 'remove' && artifact === undefined
              ? 'removed'
              : getVersion(artifact),
          artifact,
          outcome: 'succeeded',
          startedAt: textAt(event, 'customData.startedAt'),
          finishedAt: textAt(event, 'context.timestamp'),
          commit: textAt(event, 'customData.commit', 200),
          ...(commits.length > 0 ? { commits } : {}),
        },
        {
          ...IDENTITY,
          service: 'subject.id',
          environment: 'subject.content.environment.id',
          version: 'subject.content.artifactId',
          finishedAt: 'context.timestamp',
        },
      ),
    ],
  };
}

/** Returns the tag of a package URL, else its version. */
function getVersion(purl: string | undefined): string | undefined {
  if (purl === undefined) return undefined;
  const [path, query = ''] = purl.split('#', 1)[0].split(/\?(.*)/s, 2);
  const tag = new URLSearchParams(query).get('tag');
  const at = path.lastIndexOf('@');
  const version = at === -1 ? path : path.slice(at + 1);
  return (tag || decode(version)).slice(0, 200);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function incident(event: unknown, isOpen: boolean): Translation {
  const at = textAt(event, 'context.timestamp');
  return {
    events: [
      requireFields(
        {
          ...identity(event),
          type: 'incident',
          occurredAt: at,
          service: idAt(event, 'subject.content.service.id'),
          incident: idAt(event, 'subject.id'),
          // The description of the end is about the resolution.
          ...(isOpen
            ? { title: textAt(event, 'subject.content.description') }
            : {}),
          url: urlAt(event, 'subject.content.ticketURI'),
          environment: textAt(event, 'subject.content.environment.id', 255),
          // The end does not contain the start; the earliest of its events does.
          startedAt: at,
          ...(isOpen ? {} : { resolvedAt: at }),
        },
        {
          ...IDENTITY,
          // The specification allows the end of a known incident to leave it out.
          ...(isOpen ? { service: 'subject.content.service.id' } : {}),
          incident: 'subject.id',
          startedAt: 'context.timestamp',
        },
      ),
    ],
  };
}

function change(event: unknown): Translation {
  return {
    events: [
      requireFields(
        {
          ...identity(event),
          type: 'change',
          service: idAt(event, 'subject.content.repository.id'),
          commit:
            textAt(event, 'customData.commit', 200) ??
            textAt(event, 'subject.id', 200),
          title: textAt(event, 'customData.title', 1000),
          authoredAt: textAt(event, 'customData.authoredAt'),
          mergedAt: textAt(event, 'context.timestamp'),
        },
        {
          ...IDENTITY,
          service: 'subject.content.repository.id',
          commit: 'subject.id',
          mergedAt: 'context.timestamp',
        },
      ),
    ],
  };
}

/** Ids are unique within a CDEvents source, which may be a long address. */
function identity(event: unknown) {
  const id = textAt(event, 'context.id', Infinity);
  const source = textAt(event, 'context.source', Infinity);
  return { id: id && limitName(`${source ?? ''}#${id}`) };
}
