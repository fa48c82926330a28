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

/**
 * Reads group memberships from the catalog. It uses the plugin's own credentials, because memberships must not depend on
 * what the caller may see.
 */
export interface People {
  /**
   * Adds all of a person's groups: those in their token, those in the catalog, and the parents of both. Throws
   * ServiceUnavailableError if the catalog does not answer.
   */
  withGroups(person: Approver): Promise<Approver>;
  /**
   * Lists the refs of all users in the given groups and their child groups, and of the users among `refs`, without
   * duplicates. Refs that are not in the catalog are left out. Throws like `withGroups`.
   */
  listMembers(refs: readonly string[]): Promise<string[]>;
}

/** The catalog limits how many refs one request may have. */
const REFS_PER_REQUEST = 200;
/** Groups nested deeper than this are ignored, as a mistake in the catalog. Cycles need no limit: no ref is read twice. */
const MAX_LEVELS = 30;

/**
 * Creates a reader of group memberships.
 *
 * @param options.cacheMs - how long to cache the catalog's responses; for decisions, 0, which is the default
 */
export function createPeople(options: {
  catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
  auth: AuthService;
  cacheMs?: number;
}): People {
  const read = cacheReads(options.cacheMs ?? 0, refs => readAll(options, refs));

  async function followRelations(
    from: readonly string[],
    relations: readonly string[],
  ): Promise<Map<string, Entity>> {
    const found = new Map<string, Entity>();
    const requested = new Set<string>();
    let next = [...new Set(from.map(ref => ref.toLowerCase()))];
    for (let level = 0; next.length > 0 && level < MAX_LEVELS; level++) {
      next.forEach(ref => requested.add(ref));
      const entities = await read(next);
      entities.forEach((entity, ref) => found.set(ref, entity));
      next = [
        ...new Set(
          [...entities.values()].flatMap(entity =>
            listTargets(entity, relations),
          ),
        ),
      ].filter(ref => !requested.has(ref));
    }
    return found;
  }

  return {
    async withGroups({ entityRef, ownershipRefs }) {
      const above = await followRelations(
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
      const below = await followRelations(refs, [
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
  for (let i = 0; i < refs.length; i += REFS_PER_REQUEST) {
    const { items } = await catalog
      .getEntitiesByRefs(
        {
          entityRefs: refs.slice(i, i + REFS_PER_REQUEST),
          fields: ['kind', 'metadata.name', 'metadata.namespace', 'relations'],
        },
        { credentials },
      )
      .catch((error: unknown) => {
        throw new ServiceUnavailableError(
          "Couldn't read group memberships, because the catalog does not answer. Try again in a moment.",
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

/** Caches reads, because pages request the same refs again and again. Failed reads are not cached. */
function cacheReads(
  cacheMs: number,
  read: (refs: readonly string[]) => Promise<Map<string, Entity>>,
): typeof read {
  const cache = new Map<
    string,
    { at: number; response: Promise<Map<string, Entity>> }
  >();
  return refs => {
    if (cacheMs === 0) {
      return read(refs);
    }
    const now = Date.now();
    cache.forEach(({ at }, key) => {
      if (now - at >= cacheMs) {
        cache.delete(key);
      }
    });
    const key = JSON.stringify([...refs].sort());
    const cached = cache.get(key);
    if (cached) {
      return cached.response;
    }
    const response = read(refs);
    cache.set(key, { at: now, response });
    response.catch(() => cache.delete(key));
    return response;
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
