import type { VersionService } from './versionService';
import type { DeploymentState } from '../domain/deployment/state';

const MAX_KEPT = 5_000;

/** How many commits deployments bring, for lists. */
export interface CommitCounts {
  /** Undefined where it is not known. */
  of(state: DeploymentState): Promise<number | undefined>;
}

/** Versions never change, so what lies between two of them is asked once. */
export function createCommitCounts(
  versions: Pick<VersionService, 'diff'>,
): CommitCounts {
  const kept = new Map<string, Promise<number | undefined>>();
  return {
    of({ service, version, snapshot }) {
      const baseline = snapshot?.baseline;
      if (!baseline || baseline.id === version.id) {
        return Promise.resolve(undefined);
      }
      const key = JSON.stringify([service, baseline.id, version.id]);
      const known = kept.get(key);
      if (known) return known;
      const count = versions
        .diff(service, baseline, version)
        .then(diff => diff.commits.length);
      kept.set(key, count);
      count.catch(() => kept.delete(key));
      for (const oldest of kept.keys()) {
        if (kept.size <= MAX_KEPT) break;
        kept.delete(oldest);
      }
      return count;
    },
  };
}
