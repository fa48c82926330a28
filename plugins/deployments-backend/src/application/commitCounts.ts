import type {
  Commit,
  VersionDiff,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { VersionService } from './versionService';
import type { DeploymentState } from '../domain/deployment/state';

const MAX_CACHED = 5_000;

const MAX_SUBJECTS = 3;

/** How far two versions are apart: the commits between them, and the milliseconds between their creation. */
type VersionDistance = Pick<VersionDiff, 'direction' | 'apartMs'> & {
  commits: number;
  /** First lines of the messages of the newest commits, newest first, at most 3. */
  subjects: string[];
};

function listSubjects(commits: readonly Commit[]): string[] {
  return commits
    .slice(0, MAX_SUBJECTS)
    .flatMap(({ message }) => message?.split('\n')[0].trim() || []);
}

/** Counts the commits between versions, for lists and overviews. */
export interface CommitCounts {
  /**
   * Counts the commits that a deployment adds to what was running. Returns `undefined` without a baseline, or if the
   * baseline is the same version. A made-up deployment contains its commits.
   */
  of(state: DeploymentState): Promise<number | undefined>;
  /** Compares two versions of a service as the version diff does. */
  between(
    service: string,
    from: VersionSummary,
    to: VersionSummary,
  ): Promise<VersionDistance>;
}

/** Creates a counter with a cache. Entries never expire, because versions do not change. */
export function createCommitCounts(
  versions: Pick<VersionService, 'diff'>,
): CommitCounts {
  const cache = new Map<string, Promise<VersionDistance>>();

  const between: CommitCounts['between'] = (service, from, to) => {
    const key = JSON.stringify([service, from.id, to.id]);
    const cached = cache.get(key);
    if (cached) return cached;
    const distance = versions
      .diff(service, from, to)
      .then(({ direction, apartMs, commits }) => {
        // A version that isn't registered yet can be registered later.
        if (direction === 'unknown') cache.delete(key);
        return {
          direction,
          apartMs,
          commits: commits.length,
          subjects: listSubjects(commits),
        };
      });
    cache.set(key, distance);
    distance.catch(() => cache.delete(key));
    for (const oldest of cache.keys()) {
      if (cache.size <= MAX_CACHED) break;
      cache.delete(oldest);
    }
    return distance;
  };

  return {
    between,
    async of({ service, version, snapshot, demo }) {
      if (demo) return demo.commits?.length;
      const baseline = snapshot?.baseline;
      if (!baseline || baseline.id === version.id) return undefined;
      return (await between(service, baseline, version)).commits;
    },
  };
}
