import type { Entity } from '@backstage/catalog-model';
import type { Commit } from '@slipway/backstage-plugin-deployments-common';

/**
 * A request for the commits of a version.
 *
 * @public
 */
export interface ListCommitsRequest {
  /** Entity ref in lower case, e.g. `component:default/checkout`. */
  service: string;
  /** The service's entity in the catalog, whose annotations say where its source is. */
  entity: Entity;
  /** The commit that the version was built from. */
  commit: string;
  /** The commit of the version before it; absent if there is none. */
  previous?: string;
  /** Aborts when the response is no longer needed. */
  signal: AbortSignal;
}

/**
 * Commits of a version.
 *
 * @public
 */
export interface ListedCommits {
  /** Commits that the version has and the one before it does not have, newest first. Without `previous`: only `commit`. */
  commits: Commit[];
  /** URL of the pull request that brought the newest commit, if known. */
  changeUrl?: string;
}

/**
 * Reads the commits between two versions from where the source code is. It is called when a version source lists a version
 * with only the commit that it was built from. Members that are added to this interface later will be optional.
 *
 * @public
 */
export interface CommitSource {
  /** Names the source in warnings. */
  readonly id: string;
  /**
   * Returns `undefined` if the source does not know where this service's code is. Throws if the commits can't be read; the version
   * is then registered with the commit alone.
   */
  list(request: ListCommitsRequest): Promise<ListedCommits | undefined>;
}
