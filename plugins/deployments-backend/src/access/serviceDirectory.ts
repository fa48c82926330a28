import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { RELATION_OWNED_BY, RELATION_PART_OF } from '@backstage/catalog-model';
import { ServiceUnavailableError } from '@backstage/errors';
import type { FilterPredicate } from '@backstage/filter-predicates';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { createCatalogCache } from './catalogCache';
import { type Service, toService } from './catalogServices';

const REFS_PAGE = 500;
/** The catalog accepts a limited number of refs per request. */
const REFS_PER_REQUEST = 200;

/** The entity fields that contain a service's owners and system. */
const CACHED_FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'relations',
];

/** Services as the catalog shows them to a caller. */
export interface ServiceDirectory {
  find(
    ref: string,
    credentials: BackstageCredentials,
  ): Promise<Service | undefined>;
  /** Returns the services among `refs` that the caller may see, by ref. */
  findAll(
    refs: Iterable<string>,
    credentials: BackstageCredentials,
  ): Promise<Map<string, Service>>;
  /**
   * Like `findAll`, but up to some seconds old and with only the fields for owners and system. Cheap enough for all
   * services.
   */
  readCached(
    refs: Iterable<string>,
    credentials: BackstageCredentials,
  ): Promise<Map<string, Service>>;
  query(
    criteria: {
      predicate: FilterPredicate;
      text?: string;
      limit: number;
      offset: number;
    },
    credentials: BackstageCredentials,
  ): Promise<{ services: Service[]; totalItems: number }>;
  /** Lists the refs of services that have one of these owners and that the caller may see. */
  ownedBy(
    owners: string[],
    credentials: BackstageCredentials,
  ): Promise<string[]>;
  /** Lists the refs of services that are in the system and that the caller may see. */
  inSystem(
    system: string,
    credentials: BackstageCredentials,
  ): Promise<string[]>;
}

export function createServiceDirectory(options: {
  catalog: Pick<
    CatalogService,
    'getEntityByRef' | 'getEntitiesByRefs' | 'queryEntities'
  >;
  auth: AuthService;
}): ServiceDirectory {
  const { auth } = options;
  const catalog = withClearErrors(options.catalog);

  // A token that is restricted to this plugin cannot be used with the catalog. Services see the whole catalog anyway,
  // so this plugin's own credentials do.
  const asCaller = async (credentials: BackstageCredentials) => ({
    credentials: auth.isPrincipal(credentials, 'service')
      ? await auth.getOwnServiceCredentials()
      : credentials,
  });

  const findAll = async (
    refs: Iterable<string>,
    credentials: BackstageCredentials,
    fields?: string[],
  ) => {
    const found = new Map<string, Service>();
    const requested = [...new Set(refs)];
    const as = await asCaller(credentials);
    for (let i = 0; i < requested.length; i += REFS_PER_REQUEST) {
      const { items } = await catalog.getEntitiesByRefs(
        { entityRefs: requested.slice(i, i + REFS_PER_REQUEST), fields },
        as,
      );
      for (const entity of items) {
        if (!entity) continue;
        const service = toService(entity);
        found.set(service.ref, service);
      }
    }
    return found;
  };

  const toRefs = async (
    predicate: FilterPredicate,
    credentials: BackstageCredentials,
  ) => {
    const as = await asCaller(credentials);
    const refs: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await catalog.queryEntities(
        cursor
          ? { cursor, limit: REFS_PAGE }
          : {
              query: predicate,
              fields: ['kind', 'metadata.namespace', 'metadata.name'],
              totalItems: 'exclude',
              limit: REFS_PAGE,
            },
        as,
      );
      refs.push(...page.items.map(entity => toService(entity).ref));
      cursor = page.pageInfo.nextCursor;
    } while (cursor);
    return refs;
  };

  return {
    async find(ref, credentials) {
      const entity = await catalog.getEntityByRef(
        ref,
        await asCaller(credentials),
      );
      return entity && toService(entity);
    },

    findAll: (refs, credentials) => findAll(refs, credentials),

    readCached: createCatalogCache((refs, credentials) =>
      findAll(refs, credentials, CACHED_FIELDS),
    ),

    async query({ predicate, text, limit, offset }, credentials) {
      const { items, totalItems } = await catalog.queryEntities(
        {
          query: predicate,
          fullTextFilter: text
            ? { term: text, fields: ['metadata.name', 'metadata.title'] }
            : undefined,
          orderFields: { field: 'metadata.name', order: 'asc' },
          limit,
          offset,
        },
        await asCaller(credentials),
      );
      return { services: items.map(toService), totalItems };
    },

    ownedBy: (owners, credentials) =>
      owners.length === 0
        ? Promise.resolve([])
        : toRefs(ownedByPredicate(owners), credentials),

    inSystem: (system, credentials) =>
      toRefs(inSystemPredicate(system), credentials),
  };
}

type CatalogReader = Parameters<typeof createServiceDirectory>[0]['catalog'];

/** Turns failures of the catalog into ServiceUnavailableError: neither the caller nor this plugin caused them. */
function withClearErrors(catalog: CatalogReader): CatalogReader {
  const explain = (error: unknown): never => {
    throw new ServiceUnavailableError(
      'The catalog is not available. Try again in a moment.',
      error,
    );
  };
  return {
    getEntityByRef: (...args) => catalog.getEntityByRef(...args).catch(explain),
    getEntitiesByRefs: (...args) =>
      catalog.getEntitiesByRefs(...args).catch(explain),
    queryEntities: (...args) => catalog.queryEntities(...args).catch(explain),
  };
}

/** Builds a predicate that matches entities with one of these owners. */
export function ownedByPredicate(owners: string[]): FilterPredicate {
  return owners.length === 0
    ? { $any: [] }
    : relatedTo(RELATION_OWNED_BY, owners);
}

/** Builds a predicate that matches entities in this system. */
export function inSystemPredicate(system: string): FilterPredicate {
  return relatedTo(RELATION_PART_OF, [system]);
}

function relatedTo(type: string, targets: string[]): FilterPredicate {
  return {
    relations: { $contains: { type, targetRef: { $in: targets } } },
  };
}
