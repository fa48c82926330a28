import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { EnvironmentTier } from '@slipway/backstage-plugin-deployments-common';
import type { Caller } from '../../domain/model/caller';
import { type Grant, isGranted } from '../../access/grants';
import { type Service, toResource } from '../../access/catalogServices';
import { isReadable, unknownService } from '../../access/guard';
import type { DoraContext } from './doraContext';

export interface Readable {
  services: Set<string>;
  /** What the catalog shows of them to the caller; what is no longer there is not among them. */
  seen: ReadonlyMap<string, Service>;
  /** How many of those asked about the caller may not read. */
  hidden: number;
}

/**
 * Which services with rows in these environments of a tier the caller may read: those that the catalog shows to the
 * caller, where the permission holds. History outlives the catalog: what is no longer in it, whoever may read everything
 * reads as well.
 */
export async function readableAt(
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
  return readable(context, caller, grant, [...environments.keys()], service =>
    (environments.get(service.ref) ?? []).some(name =>
      isGranted(grant, toResource(service, { name, tier })),
    ),
  );
}

/** As {@link readableAt}, in whichever environment of app-config. */
export function readableAnywhere(
  context: DoraContext,
  caller: Caller,
  grant: Grant,
  refs: readonly string[],
): Promise<Readable> {
  return readable(context, caller, grant, refs, service =>
    isReadable(context.api, grant, service),
  );
}

async function readable(
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
    for (const ref of await deleted(context, away)) services.add(ref);
  }
  return { services, seen, hidden: new Set(refs).size - services.size };
}

/**
 * The service, or undefined where it is history. Throws NotFoundError where the caller may not read it, whether the
 * catalog hides it, the permission does not hold for it or it never existed: the same answer for all.
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
    (await deleted(context, [ref])).length > 0 &&
    (await dora.reads.services()).includes(ref);
  if (!isHistory) throw unknownService(ref);
  return undefined;
}

/** Those that are not in the catalog at all, as opposed to hidden from a caller. */
async function deleted(
  { api, asPortal }: DoraContext,
  refs: readonly string[],
): Promise<string[]> {
  if (refs.length === 0) return [];
  const credentials: BackstageCredentials = await asPortal();
  const existing = await api.services.readCached(refs, credentials);
  return refs.filter(ref => !existing.has(ref));
}
