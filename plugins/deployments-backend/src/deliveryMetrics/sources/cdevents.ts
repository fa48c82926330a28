import { bounded, idAt, listAt, textAt, urlAt, valueAt } from './payload';
import type { Translation } from './translation';
import { NOTHING, unlessLacking } from './translation';

/**
 * What a CDEvent (0.4 and later) tells. What the specification has no field for may stand in `customData`: `commit` (head
 * of the version, or the change's own), `commits`, `hotfix`, `startedAt`, and of a change `authoredAt` and `title`.
 */
export function translateCdevent(event: unknown): Translation {
  // dev.cdevents.service.deployed.0.2.0
  const type = textAt(event, 'context.type') ?? '';
  // Custom events may be called alike.
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

/** What every event needs, as CDEvents call it. */
const IDENTITY = { id: 'context.id' };

function deployment(
  event: unknown,
  kind: 'deploy' | 'rollback' | 'remove',
): Translation {
  const artifact = textAt(event, 'subject.content.artifactId', 1000);
  const commits = listAt(event, 'customData.commits');
  return {
    events: [
      unlessLacking(
        {
          ...identity(event),
          type: 'deployment',
          service: idAt(event, 'subject.id'),
          environment: textAt(event, 'subject.content.environment.id', 255),
          kind,
          hotfix: valueAt(event, 'customData.hotfix') === true,
          // A removal says nothing of what it removed.
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

/** Of a package URL the tag, else the version. */
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

function incident(event: unknown, goesOn: boolean): Translation {
  const at = textAt(event, 'context.timestamp');
  return {
    events: [
      unlessLacking(
        {
          ...identity(event),
          type: 'incident',
          occurredAt: at,
          service: idAt(event, 'subject.content.service.id'),
          incident: idAt(event, 'subject.id'),
          // That of its end tells how it was resolved.
          ...(goesOn
            ? { title: textAt(event, 'subject.content.description') }
            : {}),
          url: urlAt(event, 'subject.content.ticketURI'),
          environment: textAt(event, 'subject.content.environment.id', 255),
          // The end does not tell when it began: the earliest of its events does.
          startedAt: at,
          ...(goesOn ? {} : { resolvedAt: at }),
        },
        {
          ...IDENTITY,
          // The specification lets the end of a known incident leave it out.
          ...(goesOn ? { service: 'subject.content.service.id' } : {}),
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
      unlessLacking(
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

/** Ids are unique within what CDEvents calls a source, which may be a long address. */
function identity(event: unknown) {
  const id = textAt(event, 'context.id', Infinity);
  const source = textAt(event, 'context.source', Infinity);
  return { id: id && bounded(`${source ?? ''}#${id}`) };
}
