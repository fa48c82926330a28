import type { AuthService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import {
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { ServiceUnavailableError } from '@backstage/errors';
import type { FilterPredicate } from '@backstage/filter-predicates';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { MappedService } from './toSourceRecords';

/**
 * Names that other tools use for a service, separated by commas. `name` applies to every source, `source=name` to
 * one.
 */
const NAME_ANNOTATION = 'slipway/dora-name';

/** Annotations of other plugins that contain a tool's name for a service. {@link NAME_ANNOTATION} overrides them. */
const WELL_KNOWN = [
  'github.com/project-slug',
  'pagerduty.com/service-id',
] as const;

export type Resolution =
  | { result: 'found'; services: [MappedService, ...MappedService[]] }
  | { result: 'unknown'; reason: string };

/** Finds services by the names that sources use: their entity refs, or a name from an annotation. */
export interface ServiceNames {
  /**
   * @param fresh - whether to bypass the cached catalog
   * @returns the services by name
   */
  resolve(
    source: string,
    names: Iterable<string>,
    options?: { fresh?: boolean },
  ): Promise<Map<string, Resolution>>;
}

interface ServiceNamesOptions {
  catalog: Pick<CatalogService, 'queryEntities' | 'getEntitiesByRefs'>;
  auth: AuthService;
  /** Epoch milliseconds. */
  now?: () => number;
}

/** Lifetime of cached catalog data, in milliseconds. */
const CACHE_MS = 30_000;
const PAGE = 500;
const REFS_PER_REQUEST = 200;

export function createServiceNames(options: ServiceNamesOptions): ServiceNames {
  const { now = Date.now } = options;
  let index: { at: number; names: Promise<NameIndex> } | undefined;
  const kept = new Map<string, { at: number; service: MappedService }>();

  const readIndex = (fresh: boolean): Promise<NameIndex> => {
    if (index && !fresh && now() - index.at < CACHE_MS) return index.names;
    const names = readNames(options);
    const asked = { at: now(), names };
    index = asked;
    names.catch(() => {
      if (index === asked) index = undefined;
    });
    return names;
  };

  const byRefs = async (refs: readonly string[], fresh: boolean) => {
    for (const ref of refs) {
      const known = kept.get(ref);
      if (known && (fresh || now() - known.at >= CACHE_MS)) kept.delete(ref);
    }
    const found = new Map<string, MappedService | undefined>(
      refs.map(ref => [ref, kept.get(ref)?.service]),
    );
    const asked = await readRefs(
      options,
      refs.filter(ref => !kept.has(ref)),
    );
    for (const [ref, service] of asked) {
      found.set(ref, service);
      // Missing services are not cached: the catalog may still be filling.
      if (service) kept.set(ref, { at: now(), service });
    }
    return found;
  };

  return {
    async resolve(source, asked, { fresh = false } = {}) {
      const names = [...new Set(asked)];
      const refs = new Map(names.map(name => [name, parseRef(name)]));
      const wanted = new Set([...refs.values()].flatMap(ref => ref ?? []));
      const [known, services] = await Promise.all([
        readIndex(fresh),
        byRefs([...wanted], fresh),
      ]).catch(error => {
        throw new ServiceUnavailableError(
          'The catalog does not respond; try again in a moment',
          error,
        );
      });
      return new Map(
        names.map(name => {
          const ref = refs.get(name);
          const service = ref && services.get(ref);
          // An entity ref wins, so that no entity can take another's name by an annotation.
          const [first, ...others] = service
            ? [service]
            : find(known, source, name);
          return [
            name,
            first
              ? { result: 'found', services: [first, ...others] }
              : { result: 'unknown', reason: explainUnknown(name, ref) },
          ];
        }),
      );
    },
  };
}

function explainUnknown(name: string, ref: string | undefined): string {
  return ref
    ? `${ref} is not in the catalog`
    : `No entity in the catalog has ${JSON.stringify(
        name.slice(0, 100),
      )} in its annotation ${NAME_ANNOTATION}, nor in ${WELL_KNOWN.join(
        ' or ',
      )}`;
}

const NAMED: FilterPredicate = {
  $any: [
    { 'metadata.annotations.slipway/dora-name': { $exists: true } },
    { 'metadata.annotations.github.com/project-slug': { $exists: true } },
    { 'metadata.annotations.pagerduty.com/service-id': { $exists: true } },
  ],
};

interface NameIndex {
  /** By source and name; the source is empty for names that apply to every source. */
  reported: Map<string, MappedService[]>;
  wellKnown: Map<string, MappedService[]>;
}

function find(index: NameIndex, source: string, name: string): MappedService[] {
  return (
    index.reported.get(toKey(source, name)) ??
    index.reported.get(toKey('', name)) ??
    listComponents(index.wellKnown.get(toKey('', name)) ?? [])
  );
}

/**
 * Prefers components: a component often shares its repository with its API and its templates, which nobody deploys.
 */
function listComponents(services: MappedService[]): MappedService[] {
  const components = services.filter(({ ref }) => ref.startsWith('component:'));
  return components.length > 0 ? components : services;
}

/** Tools write names in upper and lower case, so the key ignores case. */
function toKey(source: string, name: string): string {
  return JSON.stringify([source, name]).toLocaleLowerCase('en-US');
}

/** Reads services by ref; missing ones are undefined. */
async function readRefs(
  { catalog, auth }: ServiceNamesOptions,
  refs: readonly string[],
): Promise<Map<string, MappedService | undefined>> {
  const found = new Map<string, MappedService | undefined>();
  for (let i = 0; i < refs.length; i += REFS_PER_REQUEST) {
    const entityRefs = refs.slice(i, i + REFS_PER_REQUEST);
    const { items } = await catalog.getEntitiesByRefs(
      { entityRefs },
      { credentials: await auth.getOwnServiceCredentials() },
    );
    for (const [n, ref] of entityRefs.entries()) {
      const entity = items[n];
      found.set(ref, entity && toMapped(entity));
    }
  }
  return found;
}

async function readNames({
  catalog,
  auth,
}: ServiceNamesOptions): Promise<NameIndex> {
  const index: NameIndex = { reported: new Map(), wellKnown: new Map() };
  const credentials = await auth.getOwnServiceCredentials();
  let cursor: string | undefined;
  do {
    const page = await catalog.queryEntities(
      cursor
        ? { cursor, limit: PAGE }
        : {
            query: NAMED,
            limit: PAGE,
            totalItems: 'exclude',
          },
      { credentials },
    );
    page.items.forEach(entity => addNames(index, entity));
    cursor = page.pageInfo.nextCursor;
  } while (cursor);
  return index;
}

function addNames(index: NameIndex, entity: Entity): void {
  const { annotations = {} } = entity.metadata;
  const service = toMapped(entity);
  const add = (to: Map<string, MappedService[]>, key: string) => {
    const known = to.get(key) ?? [];
    if (!known.some(({ ref }) => ref === service.ref)) {
      to.set(
        key,
        [...known, service].sort((a, b) => (a.ref < b.ref ? -1 : 1)),
      );
    }
  };
  for (const part of (annotations[NAME_ANNOTATION] ?? '').split(',')) {
    const [name, source = ''] = part
      .split(/=(.*)/s, 2)
      .map(piece => piece.trim())
      .reverse();
    if (name) add(index.reported, toKey(source, name));
  }
  for (const annotation of WELL_KNOWN) {
    const name = annotations[annotation]?.trim();
    if (name) add(index.wellKnown, toKey('', name));
  }
}

function toMapped(entity: Entity): MappedService {
  const relation = (type: string, prefix = '') =>
    entity.relations?.find(
      it => it.type === type && it.targetRef.startsWith(prefix),
    )?.targetRef;
  return {
    ref: stringifyEntityRef(entity),
    ownerGroup: relation(RELATION_OWNED_BY),
    system: relation(RELATION_PART_OF, 'system:'),
  };
}

/** Parses an entity ref with its kind; a name without a kind could be anything. */
function parseRef(name: string): string | undefined {
  try {
    const ref = stringifyEntityRef(parseEntityRef(name));
    return /^[!-~]+$/.test(ref) ? ref : undefined;
  } catch {
    return undefined;
  }
}
