import { createHash } from 'node:crypto';
import { Commit, GitHubRepository, PullSettings } from '../model/repository';
import { renderRepository } from './renderRepository';
import { renderUser } from './renderUser';
import { buildNodeId, buildRepositoryUrls, Urls } from './urls';

/** SHA of the tree: a commit's files are not modelled, so it only has to be its own. */
function buildTreeSha({ sha }: Commit): string {
  return createHash('sha1').update(`tree ${sha}`).digest('hex');
}

function buildEmail(login: string): string {
  return `${encodeURIComponent(login)}@users.noreply.github.test`;
}

/** The head commit of a run. */
export function renderSimpleCommit(commit: Commit) {
  const person = { name: commit.author, email: buildEmail(commit.author) };
  return {
    id: commit.sha,
    tree_id: buildTreeSha(commit),
    message: commit.message,
    timestamp: commit.date,
    author: person,
    committer: person,
  };
}

export function renderCommit(
  urls: Urls,
  repository: GitHubRepository,
  commit: Commit,
) {
  const { api, html } = buildRepositoryUrls(urls, repository);
  const person = {
    name: commit.author,
    email: buildEmail(commit.author),
    date: commit.date,
  };
  const user = renderUser(urls, commit.author);
  const tree = buildTreeSha(commit);
  return {
    sha: commit.sha,
    node_id: buildNodeId('C', commit.sha),
    url: `${api}/commits/${commit.sha}`,
    html_url: `${html}/commit/${commit.sha}`,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    commit: {
      author: person,
      committer: person,
      message: commit.message,
      tree: { sha: tree, url: `${api}/git/trees/${tree}` },
      url: `${api}/git/commits/${commit.sha}`,
      comment_count: 0,
    },
    author: user,
    committer: user,
    parents: commit.parents.map(sha => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: `${html}/commit/${sha}`,
    })),
  };
}

export function renderPull(
  urls: Urls,
  repository: GitHubRepository,
  pull: PullSettings,
) {
  const { api, html } = buildRepositoryUrls(urls, repository);
  const url = `${api}/pulls/${pull.number}`;
  const issueUrl = `${api}/issues/${pull.number}`;
  const login = pull.author ?? 'octocat';
  const merge = pull.mergeCommit
    ? repository.findCommit(pull.mergeCommit)
    : undefined;
  const last = pull.commits?.at(-1) ?? pull.mergeCommit;
  const head = (last && repository.findCommit(last)) || repository.commits[0];
  const renderEnd = (ref: string, sha: string) => ({
    label: `${repository.owner}:${ref}`,
    ref,
    sha,
    user: renderUser(urls, repository.owner),
    repo: renderRepository(urls, repository),
  });
  return {
    id: pull.number,
    node_id: buildNodeId('PR', pull.number),
    number: pull.number,
    state: merge ? 'closed' : 'open',
    locked: false,
    title: pull.title,
    body: null,
    user: renderUser(urls, login),
    labels: [],
    milestone: null,
    assignee: null,
    author_association: 'CONTRIBUTOR',
    auto_merge: null,
    draft: false,
    url,
    html_url: `${html}/pull/${pull.number}`,
    diff_url: `${html}/pull/${pull.number}.diff`,
    patch_url: `${html}/pull/${pull.number}.patch`,
    issue_url: issueUrl,
    comments_url: `${issueUrl}/comments`,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    statuses_url: `${api}/statuses/${head.sha}`,
    created_at: head.date,
    updated_at: merge?.date ?? head.date,
    closed_at: merge?.date ?? null,
    merged_at: merge?.date ?? null,
    merge_commit_sha: merge?.sha ?? null,
    head: renderEnd(`pull-${pull.number}`, head.sha),
    base: renderEnd(
      repository.defaultBranch,
      head.parents[0] ?? repository.commits[0].sha,
    ),
    _links: {
      self: { href: url },
      html: { href: `${html}/pull/${pull.number}` },
      issue: { href: issueUrl },
      comments: { href: `${issueUrl}/comments` },
      commits: { href: `${url}/commits` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${api}/pulls/comments{/number}` },
      statuses: { href: `${api}/statuses/${head.sha}` },
    },
  };
}
