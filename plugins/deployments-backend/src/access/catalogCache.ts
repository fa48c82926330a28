import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Service } from './catalogServices';

/** What a page asks at once is looked up once; what the catalog no longer shows is gone after this. */
const KEEP_MS = 10_000;
/** Of more callers than these it forgets the first ones. */
const MOST_CALLERS = 50;

type Read = (
  refs: readonly string[],
  credentials: BackstageCredentials,
) => Promise<Map<string, Service>>;

interface Glance {
  at: number;
  /** Undefined: the caller may not see it, or there is no such service. */
  service: Promise<Service | undefined>;
}

/**
 * Remembers for a moment what the catalog showed to a caller, for questions about everything that there is. Nobody is
 * shown what another was: what is remembered belongs to the caller's whole identity, with whoever acts for them.
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
    // To the end, so that the first is the one that asked longest ago.
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
        // An answer that failed is none; who waits for it hears of it below.
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
