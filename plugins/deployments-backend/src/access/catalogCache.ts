import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Service } from './catalogServices';

/** Long enough that one page load reads each service once; short enough that catalog changes show soon. */
const KEEP_MS = 10_000;
/** When more callers than this are cached, the one that asked longest ago is dropped. */
const MOST_CALLERS = 50;

type Read = (
  refs: readonly string[],
  credentials: BackstageCredentials,
) => Promise<Map<string, Service>>;

interface Glance {
  at: number;
  /** Undefined if the service does not exist or the caller may not see it. */
  service: Promise<Service | undefined>;
}

/**
 * Creates a reader that caches catalog responses for some seconds, for requests about all services. Entries are kept
 * per caller identity (the principal and the plugin that acts for it), so nobody sees what another caller may see.
 */
export function createCatalogCache(
  read: Read,
  now: () => number = Date.now,
): (
  refs: Iterable<string>,
  credentials: BackstageCredentials,
) => Promise<Map<string, Service>> {
  const callers = new Map<string, Map<string, Glance>>();

  const knownTo = (credentials: BackstageCredentials) => {
    const caller = JSON.stringify(credentials.principal);
    const known = callers.get(caller) ?? new Map<string, Glance>();
    // Moves the caller to the end: a Map keeps insertion order, so the first key asked longest ago.
    callers.delete(caller);
    callers.set(caller, known);
    const [oldest] = callers.keys();
    if (callers.size > MOST_CALLERS) callers.delete(oldest);
    return known;
  };

  return async (refs, credentials) => {
    const known = knownTo(credentials);
    const wanted = [...new Set(refs)];
    const asked = wanted.filter(ref => {
      const cached = known.get(ref);
      return !cached || now() - cached.at >= KEEP_MS;
    });
    if (asked.length > 0) {
      const answer = read(asked, credentials);
      for (const ref of asked) {
        const cached = { at: now(), service: answer.then(all => all.get(ref)) };
        known.set(ref, cached);
        // Failures are not cached. Callers that already wait get the error from Promise.all below.
        cached.service.catch(() => {
          if (known.get(ref) === cached) known.delete(ref);
        });
      }
    }
    const found = await Promise.all(wanted.map(ref => known.get(ref)?.service));
    return new Map(
      found.flatMap(service => (service ? [[service.ref, service]] : [])),
    );
  };
}
