import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Service } from './catalogServices';

/** Long enough for one page load to read each service once, and short enough for catalog changes to appear soon. */
const KEEP_MS = 10_000;
/** How many callers are cached. After that, the least recent one is dropped. */
const MAX_CALLERS = 50;

type Read = (
  refs: readonly string[],
  credentials: BackstageCredentials,
) => Promise<Map<string, Service>>;

interface CachedService {
  at: number;
  /** `undefined` if the service does not exist or the caller may not see it. */
  service: Promise<Service | undefined>;
}

/**
 * Creates a reader that caches catalog responses for a few seconds, for requests about all services. Each caller identity
 * (the principal and the plugin that acts for it) has its own entries, so no caller sees what only another may see.
 */
export function createCatalogCache(
  read: Read,
  now: () => number = Date.now,
): (
  refs: Iterable<string>,
  credentials: BackstageCredentials,
) => Promise<Map<string, Service>> {
  const callers = new Map<string, Map<string, CachedService>>();

  const readCallersCache = (credentials: BackstageCredentials) => {
    const caller = JSON.stringify(credentials.principal);
    const cache = callers.get(caller) ?? new Map<string, CachedService>();
    // Moves the caller to the end. A Map keeps insertion order, so its first key is the least recent caller.
    callers.delete(caller);
    callers.set(caller, cache);
    const [oldest] = callers.keys();
    if (callers.size > MAX_CALLERS) callers.delete(oldest);
    return cache;
  };

  return async (refs, credentials) => {
    const cache = readCallersCache(credentials);
    const requested = [...new Set(refs)];
    const missing = requested.filter(ref => {
      const cached = cache.get(ref);
      return !cached || now() - cached.at >= KEEP_MS;
    });
    if (missing.length > 0) {
      const response = read(missing, credentials);
      for (const ref of missing) {
        const cached = {
          at: now(),
          service: response.then(all => all.get(ref)),
        };
        cache.set(ref, cached);
        // Failures are not cached. Callers that are already waiting get the error from Promise.all below.
        cached.service.catch(() => {
          if (cache.get(ref) === cached) cache.delete(ref);
        });
      }
    }
    const found = await Promise.all(
      requested.map(ref => cache.get(ref)?.service),
    );
    return new Map(
      found.flatMap(service => (service ? [[service.ref, service]] : [])),
    );
  };
}
