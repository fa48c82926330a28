import type { Commit } from '@slipway/backstage-plugin-deployments-common';

/**
 * Clients take the first commit for the version's own, and CI systems list either way round. By author time, of equal
 * ones the last listed first; those without a time come last.
 */
export function newestFirst(commits: readonly Commit[]): Commit[] {
  return commits
    .map((commit, position) => ({
      commit,
      position,
      at: readTimestamp(commit),
    }))
    .sort((a, b) =>
      a.at === b.at ? b.position - a.position : compare(b.at, a.at),
    )
    .map(({ commit }) => commit);
}

/** Not a difference: two unknown times are infinitely far from each other. */
function compare(a: number, b: number): number {
  return a < b ? -1 : 1;
}

function readTimestamp({ authoredAt }: Commit): number {
  const at = Date.parse(authoredAt ?? '');
  return Number.isNaN(at) ? Number.NEGATIVE_INFINITY : at;
}
