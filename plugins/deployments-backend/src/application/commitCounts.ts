import type { VersionService } from './versionService';
import type { DeploymentState } from '../domain/deployment/state';

const MAX_CACHED = 5_000;

/** Counts the commits that a deployment adds to what was running, for lists. */
export interface CommitCounts {
  /** Returns `undefined` without a baseline, or if the baseline is the same version. */
  of(state: DeploymentState): Promise<number | undefined>;
}

/** Creates a counter with a cache. Entries never expire, because versions do not change. */
export function createCommitCounts(
  versions: Pick<VersionService, 'diff'>,
): CommitCounts {
  const cache = new Map<string, Promise<number | undefined>>();
  return {
    of({ service, version, snapshot }) {
      const baseline = snapshot?.baseline;
      if (!baseline || baseline.id === version.id) {
        return Promise.resolve(undefined);
      }
      const key = JSON.stringify([service, baseline.id, version.id]);
      const cached = cache.get(key);
      if (cached) return cached;
      const count = versions
        .diff(service, baseline, version)
        .then(diff => diff.commits.length);
      cache.set(key, count);
      count.catch(() => cache.delete(key));
      for (const oldest of cache.keys()) {
        if (cache.size <= MAX_CACHED) break;
        cache.delete(oldest);
      }
      return count;
    },
  };
}
