import type { Entity } from '@backstage/catalog-model';
import type {
  Commit,
  RegisterVersionRequest,
} from '@slipway/backstage-plugin-deployments-common';
import type {
  CommitSource,
  ListedCommits,
} from '@slipway/backstage-plugin-deployments-node';
import { redactText } from '@slipway/backstage-plugin-deployments-node';
import { findBuiltCommit } from '../../domain/model/findBuiltCommit';
import { ABBREVIATED_COMMIT } from '../../domain/model/isSameCommit';
import { callWithDeadline } from '../../outbound/callWithDeadline';
import { findVersionProblems } from '../findVersionProblems';

/** How long the commits of one version may take, from all sources together. */
const COMMITS_MS = 4_000;
/** As in the API. */
const MAX_COMMITS = 1_000;
const LONGEST_MESSAGE = 5_000;
const LONGEST_AUTHOR = 300;
const LONGEST_URL = 2_000;

/** A version with its commits, or why it has only the one that it was built from. */
export interface WithCommits {
  request: RegisterVersionRequest;
  failure?: string;
}

/** Returns the commit if a version says only which one it was built from. */
export function findLoneCommit({
  commits = [],
}: RegisterVersionRequest): string | undefined {
  const [commit, ...more] = commits;
  const isLone =
    commit !== undefined &&
    more.length === 0 &&
    Object.entries(commit).every(
      ([key, value]) => key === 'id' || value === undefined,
    );
  return isLone ? commit.id : undefined;
}

/**
 * Asks the commit sources for the commits of a version. The first that knows the service's code decides. Never rejects: a
 * version is more important than its commits.
 *
 * @param asked - `commit`: what the version was built from; `previous`: the commit of the version before it
 */
export async function readCommits(
  sources: readonly CommitSource[],
  request: RegisterVersionRequest,
  asked: { service: string; entity: Entity; commit: string; previous?: string },
): Promise<WithCommits> {
  let sourceId = '';
  try {
    return await callWithDeadline(COMMITS_MS, async signal => {
      for (const source of sources) {
        signal.throwIfAborted();
        sourceId = source.id;
        const listed = await source.list({ ...asked, signal });
        if (listed) {
          return { request: addCommits(request, listed) };
        }
      }
      return { request };
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // The message may contain an address with a token.
    return { request, failure: `${sourceId}: ${redactText(reason)}` };
  }
}

/** Throws if the commits can't be registered. Without any, the version keeps its own: it has the code of the one before. */
function addCommits(
  request: RegisterVersionRequest,
  { commits, changeUrl }: ListedCommits,
): RegisterVersionRequest {
  const more = {
    ...request,
    ...(commits.length > 0
      ? {
          commits: commits.slice(0, MAX_COMMITS).map(shortenCommit),
          commitId: writeInFull(findBuiltCommit(request), commits),
        }
      : {}),
    ...(changeUrl !== undefined && changeUrl.length <= LONGEST_URL
      ? { changeUrl }
      : {}),
  };
  const problems = findVersionProblems(more);
  if (problems.length > 0) {
    throw new Error(problems.join('; '));
  }
  return more;
}

/** A label can abbreviate the commit. A commit that isn't listed, e.g. a merge, stays as it is. */
function writeInFull(
  commitId: string | undefined,
  commits: readonly Commit[],
): string | undefined {
  if (commitId === undefined || !ABBREVIATED_COMMIT.test(commitId))
    return commitId;
  return commits.find(({ id }) => id.startsWith(commitId))?.id ?? commitId;
}

function shortenCommit({ message, author, url, ...commit }: Commit): Commit {
  return {
    ...commit,
    ...(message === undefined
      ? {}
      : { message: message.slice(0, LONGEST_MESSAGE) }),
    ...(author === undefined
      ? {}
      : { author: author.slice(0, LONGEST_AUTHOR) }),
    ...(url !== undefined && url.length <= LONGEST_URL ? { url } : {}),
  };
}
