import { GitHubRepository } from '../model/repository';
import { renderUser } from './renderUser';
import { buildNodeId, buildRepositoryUrls, Urls } from './urls';

/** Names of the URLs that every repository has, and what follows the repository's own URL. */
const RESOURCES = {
  archive: '/{archive_format}{/ref}',
  assignees: '/assignees{/user}',
  blobs: '/git/blobs{/sha}',
  branches: '/branches{/branch}',
  collaborators: '/collaborators{/collaborator}',
  comments: '/comments{/number}',
  commits: '/commits{/sha}',
  compare: '/compare/{base}...{head}',
  contents: '/contents/{+path}',
  contributors: '/contributors',
  deployments: '/deployments',
  downloads: '/downloads',
  events: '/events',
  forks: '/forks',
  git_commits: '/git/commits{/sha}',
  git_refs: '/git/refs{/sha}',
  git_tags: '/git/tags{/sha}',
  hooks: '/hooks',
  issue_comment: '/issues/comments{/number}',
  issue_events: '/issues/events{/number}',
  issues: '/issues{/number}',
  keys: '/keys{/key_id}',
  labels: '/labels{/name}',
  languages: '/languages',
  merges: '/merges',
  milestones: '/milestones{/number}',
  notifications: '/notifications{?since,all,participating}',
  pulls: '/pulls{/number}',
  releases: '/releases{/id}',
  stargazers: '/stargazers',
  statuses: '/statuses/{sha}',
  subscribers: '/subscribers',
  subscription: '/subscription',
  tags: '/tags',
  teams: '/teams',
  trees: '/git/trees{/sha}',
};

/** A repository, as other objects contain it. */
export function renderMinimalRepository(
  urls: Urls,
  repository: GitHubRepository,
) {
  const { api, html } = buildRepositoryUrls(urls, repository);
  return {
    id: repository.id,
    node_id: buildNodeId('R', repository.id),
    name: repository.name,
    full_name: repository.fullName,
    private: true,
    owner: renderUser(urls, repository.owner),
    html_url: html,
    description: null,
    fork: false,
    url: api,
    ...Object.fromEntries(
      Object.entries(RESOURCES).map(([name, path]) => [
        `${name}_url`,
        `${api}${path}`,
      ]),
    ),
  };
}

/** A repository with everything. */
export function renderRepository(urls: Urls, repository: GitHubRepository) {
  const { html } = buildRepositoryUrls(urls, repository);
  const commits = repository.commits;
  return {
    ...renderMinimalRepository(urls, repository),
    clone_url: `${html}.git`,
    git_url: html.replace(/^https?/, 'git'),
    ssh_url: `git@github.test:${repository.fullName}.git`,
    svn_url: html,
    mirror_url: null,
    homepage: null,
    language: null,
    default_branch: repository.defaultBranch,
    forks: 0,
    forks_count: 0,
    network_count: 0,
    open_issues: 0,
    open_issues_count: 0,
    stargazers_count: 0,
    subscribers_count: 0,
    watchers: 0,
    watchers_count: 0,
    size: 1,
    has_discussions: false,
    has_downloads: false,
    has_issues: true,
    has_pages: false,
    has_projects: false,
    has_wiki: false,
    archived: false,
    disabled: false,
    license: null,
    visibility: 'private',
    created_at: commits[0].date,
    updated_at: commits[commits.length - 1].date,
    pushed_at: commits[commits.length - 1].date,
  };
}
