import type { AuthService } from '@backstage/backend-plugin-api';
import {
  type Entity,
  RELATION_CHILD_OF,
  RELATION_HAS_MEMBER,
  RELATION_MEMBER_OF,
  RELATION_PARENT_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { ServiceUnavailableError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { Approver } from '../domain/policy/approvals';

/** Groups as the catalog nests them. Read in the plugin's own name: who is in a group is no matter of who asks. */
export interface People {
  /**
   * The person with every group that they are in: those that their token names and those of the catalog, and all groups
   * above these. Throws ServiceUnavailableError when the catalog does not answer.
   */
  withGroups(person: Approver): Promise<Approver>;
  /**
   * The users of groups and of the groups below them, and the users among `refs`, each once, by ref. Those that the
   * catalog does not have are left out. Throws as `withGroups`.
   */
  listMembers(refs: readonly string[]): Promise<string[]>;
}

/** The catalog takes a bounded number of refs in one question. */
const REFS_AT_ONCE = 200;
/** Nesting deeper than this is taken for a mistake; a circle ends by itself. */
const MOST_LEVELS = 30;

/**
 * @param options.keepMs - how long an answer of the catalog may be used again; 0, the default, for decisions
 */
export function createPeople(options: {
  catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
  auth: AuthService;
  keepMs?: number;
}): People {
  const read = remember(options.keepMs ?? 0, refs => readAll(options, refs));

  async function spread(
    from: readonly string[],
    relations: readonly string[],
  ): Promise<Map<string, Entity>> {
    const found = new Map<string, Entity>();
    const asked = new Set<string>();
    let next = [...new Set(from.map(ref => ref.toLowerCase()))];
    for (let level = 0; next.length > 0 && level < MOST_LEVELS; level++) {
      next.forEach(ref => asked.add(ref));
      const entities = await read(next);
      entities.forEach((entity, ref) => found.set(ref, entity));
      next = [
        ...new Set(
          [...entities.values()].flatMap(entity =>
            listTargets(entity, relations),
          ),
        ),
      ].filter(ref => !asked.has(ref));
    }
    return found;
  }

  return {
    async withGroups({ entityRef, ownershipRefs }) {
      const above = await spread(
        [entityRef, ...ownershipRefs],
        [RELATION_MEMBER_OF, RELATION_CHILD_OF],
      );
      return {
        entityRef,
        ownershipRefs: [
          ...new Set([
            ...ownershipRefs,
            ...[...above.keys()].filter(isGroup).sort(),
          ]),
        ],
      };
    },

    async listMembers(refs) {
      const below = await spread(refs, [
        RELATION_PARENT_OF,
        RELATION_HAS_MEMBER,
      ]);
      return [...below.keys()].filter(isUser).sort();
    },
  };
}

async function readAll(
  {
    catalog,
    auth,
  }: {
    catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
    auth: AuthService;
  },
  refs: readonly string[],
): Promise<Map<string, Entity>> {
  const found = new Map<string, Entity>();
  const credentials = await auth.getOwnServiceCredentials();
  for (let i = 0; i < refs.length; i += REFS_AT_ONCE) {
    const { items } = await catalog
      .getEntitiesByRefs(
        {
          entityRefs: refs.slice(i, i + REFS_AT_ONCE),
          fields: ['kind', 'metadata.name', 'metadata.namespace', 'relations'],
        },
        { credentials },
      )
      .catch((error: unknown) => {
        throw new ServiceUnavailableError(
          'The catalog does not answer, so group memberships cannot be read; try again soon',
          error,
        );
      });
    for (const entity of items) {
      if (entity) {
        found.set(stringifyEntityRef(entity).toLowerCase(), entity);
      }
    }
  }
  return found;
}

/** For pages that ask the same again and again. A failed answer is not kept. */
function remember(
  keepMs: number,
  read: (refs: readonly string[]) => Promise<Map<string, Entity>>,
): typeof read {
  const known = new Map<
    string,
    { at: number; answer: Promise<Map<string, Entity>> }
  >();
  return refs => {
    if (keepMs === 0) {
      return read(refs);
    }
    const now = Date.now();
    known.forEach(({ at }, key) => {
      if (now - at >= keepMs) {
        known.delete(key);
      }
    });
    const key = JSON.stringify([...refs].sort());
    const before = known.get(key);
    if (before) {
      return before.answer;
    }
    const answer = read(refs);
    known.set(key, { at: now, answer });
    answer.catch(() => known.delete(key));
    return answer;
  };
}

function listTargets(entity: Entity, relations: readonly string[]): string[] {
  return (entity.relations ?? []).flatMap(({ type, targetRef }) =>
    relations.includes(type) ? [targetRef.toLowerCase()] : [],
  );
}

function isGroup(ref: string): boolean {
  return ref.startsWith('group:');
}

function isUser(ref: string): boolean {
  return ref.startsWith('user:');
}
