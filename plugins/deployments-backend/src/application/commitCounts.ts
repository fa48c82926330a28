import type { VersionService } from './versionService';
import type { DeploymentState } from '../domain/deployment/state';

const MAX_CACHED = 5_000;

/** Counts the commits that deployments bring, for lists. */
export interface CommitCounts {
  /** Returns `undefined` if the number is not known. */
  of(state: DeploymentState): Promise<number | undefined>;
}

/** Creates a cached count. The cache never expires, because versions do not change. */
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
      const known = cache.get(key);
      if (known) return known;
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
