import type { Commit } from '@slipway/backstage-plugin-deployments-common';

/**
 * Sorts commits newest first by author time. Among equal times, the one listed last comes first; commits without a time
 * come last. Clients show the first commit as the version's own, but CI systems list commits in either order.
 */
export function sortNewestFirst(commits: readonly Commit[]): Commit[] {
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

/** Compares without subtracting, because the difference of two unknown times would not be a number. */
function compare(a: number, b: number): number {
  return a < b ? -1 : 1;
}

function readTimestamp({ authoredAt }: Commit): number {
  const at = Date.parse(authoredAt ?? '');
  return Number.isNaN(at) ? Number.NEGATIVE_INFINITY : at;
}
