import type {
  CommitSource,
  ListCommitsRequest,
  ListedCommits,
} from '@slipway/backstage-plugin-deployments-node';
import type { Commit } from '@slipway/backstage-plugin-deployments-common';
import type { GitHubCommit } from '../client/gitHubResponses';
import { GitHubError } from '../client/gitHubError';
import type { GitHubPool } from '../client/gitHubPool';
import { GitHubRepository, PAGE_SIZE } from '../client/gitHubRepository';
import { explainGitHubError } from '../client/toEffectError';
import { findSource, PROJECT_SLUG, readLocation } from '../config/deriveSource';

/** Older commits than those on the last pages are left out. */
const MAX_PAGES = 10;
const COMMIT = /^[0-9a-f]{7,64}$/i;
const MAX_MESSAGE = 1_000;

/** Creates the commit source `github`, which compares two versions in the repository of a service. */
export function createCommitSource(pool: GitHubPool): CommitSource {
  return {
    id: 'github',
    list: request => listCommits(pool, request),
  };
}

async function listCommits(
  pool: GitHubPool,
  request: ListCommitsRequest,
): Promise<ListedCommits | undefined> {
  const { entity, commit, previous, signal } = request;
  const isNamed = Boolean(entity.metadata.annotations?.[PROJECT_SLUG]);
  if (!isNamed || !readLocation(entity) || !COMMIT.test(commit)) {
    return undefined;
  }
  const source = findSource(entity, pool.hosts);
  if ('problem' in source) throw new Error(source.problem);
  const { host, repository: name } = source;
  const client = pool.find(host);
  try {
    if (!(await client.hasCredential(name))) return undefined;
    const repository = new GitHubRepository(client, name);
    const commits =
      previous !== undefined && COMMIT.test(previous)
        ? await compare(repository, { base: previous, head: commit }, signal)
        : await readOne(repository, commit, signal);
    const changeUrl = await findMergedPull(repository, commit, signal);
    return {
      commits: commits.map(toCommit),
      ...(changeUrl === undefined ? {} : { changeUrl }),
    };
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    const { message } = explainGitHubError(error, {
      host,
      repository: name,
      attempted: 'read the commits',
      permission: 'contents: read',
    });
    throw new Error(message, { cause: error });
  }
}

/** Lists the commits of `head` that `base` doesn't have, newest first. */
async function compare(
  repository: GitHubRepository,
  ends: { base: string; head: string },
  signal: AbortSignal,
): Promise<GitHubCommit[]> {
  const readPage = (page: number) =>
    repository.compare({ ...ends, page }, { signal });
  // GitHub lists the oldest first, so the newest are on the last page.
  const first = await readPage(1);
  const lastPage = Math.ceil(first.total / PAGE_SIZE);
  const found: GitHubCommit[] = [];
  for (
    let page = lastPage;
    page > Math.max(lastPage - MAX_PAGES, 0);
    page -= 1
  ) {
    const { commits } = page === 1 ? first : await readPage(page);
    found.push(...commits.reverse());
  }
  return found;
}

/** A commit compared with itself is described too. */
async function readOne(
  repository: GitHubRepository,
  commit: string,
  signal: AbortSignal,
): Promise<GitHubCommit[]> {
  const { base } = await repository.compare(
    { base: commit, head: commit, page: 1 },
    { signal },
  );
  return [base];
}

async function findMergedPull(
  repository: GitHubRepository,
  commit: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const pulls = await repository.listPulls(commit, { signal });
  return pulls.find(({ mergedAt }) => mergedAt !== undefined)?.url;
}

function toCommit({
  sha,
  message,
  author,
  authoredAt,
  url,
}: GitHubCommit): Commit {
  return {
    id: sha,
    message: message.slice(0, MAX_MESSAGE),
    ...(author === undefined ? {} : { author }),
    ...(authoredAt === undefined ? {} : { authoredAt }),
    url,
  };
}
