import type { RegisterVersionRequest } from '@slipway/backstage-plugin-deployments-common';

/**
 * Returns the id of the commit that a version was built from: the one that it names, or else the first of its commits, which
 * are listed newest first. Author times don't tell, because a rebased or cherry-picked commit keeps its own.
 */
export function findBuiltCommit({
  commitId,
  commits = [],
}: Pick<RegisterVersionRequest, 'commitId' | 'commits'>): string | undefined {
  return commitId ?? commits[0]?.id;
}
