import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { EnvironmentTier } from '@slipway/backstage-plugin-deployments-common';
import type { Caller } from '../../application/caller';
import { type Grant, isGranted } from '../../access/grants';
import { type Service, toResource } from '../../access/catalogServices';
import { isReadable, unknownService } from '../../access/authorize';
import type { DoraContext } from './doraContext';

export interface Readable {
  services: Set<string>;
  /** Catalog entries that the caller may see, by entity ref; services that left the catalog are not included. */
  seen: ReadonlyMap<string, Service>;
  /** How many of the requested services the caller may not read. */
  hidden: number;
}

/**
 * Finds the services that have rows in these environments of a tier and that the caller may read: the catalog shows
 * them to the caller, and the permission applies. History outlives the catalog: services that left it can be read
 * by callers with permission to read everything.
 */
export async function findReadableAt(
  context: DoraContext,
  caller: Caller,
  grant: Grant,
  serviceEnvironments: readonly { service: string; environment: string }[],
  tier: EnvironmentTier,
): Promise<Readable> {
  const environments = new Map<string, string[]>();
  for (const { service, environment } of serviceEnvironments) {
    const known = environments.get(service);
    if (known) known.push(environment);
    else environments.set(service, [environment]);
  }
  return findReadable(
    context,
    caller,
    grant,
    [...environments.keys()],
    service =>
      (environments.get(service.ref) ?? []).some(name =>
        isGranted(grant, toResource(service, { name, tier })),
      ),
  );
}

/** The same as {@link findReadableAt}, for all environments of app-config. */
export function findReadableAnywhere(
  context: DoraContext,
  caller: Caller,
  grant: Grant,
  refs: readonly string[],
): Promise<Readable> {
  return findReadable(context, caller, grant, refs, service =>
    isReadable(context.api, grant, service),
  );
}

async function findReadable(
  context: DoraContext,
  caller: Caller,
  grant: Grant,
  refs: readonly string[],
  isAllowed: (service: Service) => boolean,
): Promise<Readable> {
  const seen = await context.api.services.readCached(refs, caller.credentials);
  const services = new Set(
    refs.filter(ref => {
      const service = seen.get(ref);
      return service && isAllowed(service);
    }),
  );
  if (grant.where === 'everywhere') {
    const away = refs.filter(ref => !seen.has(ref));
    for (const ref of await listDeleted(context, away)) services.add(ref);
  }
  return { services, seen, hidden: new Set(refs).size - services.size };
}

/**
 * Returns the service, or undefined if it left the catalog. Throws NotFoundError if the caller may not read it: the
 * same error whether the catalog hides it, the permission does not apply, or it never existed.
 */
export async function requireReadable(
  context: DoraContext,
  caller: Caller,
  grant: Grant,
  ref: string,
): Promise<Service | undefined> {
  const { api, dora } = context;
  const service = await api.services.find(ref, caller.credentials);
  if (service) {
    if (!isReadable(api, grant, service)) throw unknownService(ref);
    return service;
  }
  const isHistory =
    grant.where === 'everywhere' &&
    (await listDeleted(context, [ref])).length > 0 &&
    (await dora.reads.services()).includes(ref);
  if (!isHistory) throw unknownService(ref);
  return undefined;
}

/** Returns those that the catalog does not have at all, as opposed to hidden from the caller. */
async function listDeleted(
  { api, asPortal }: DoraContext,
  refs: readonly string[],
): Promise<string[]> {
  if (refs.length === 0) return [];
  const credentials: BackstageCredentials = await asPortal();
  const existing = await api.services.readCached(refs, credentials);
  return refs.filter(ref => !existing.has(ref));
}
