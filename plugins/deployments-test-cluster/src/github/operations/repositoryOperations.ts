import { createHash } from 'node:crypto';
import { Operation } from '../contract/describedApi';
import { buildNotFound, GitHubError } from '../contract/gitHubError';
import { paginate } from '../contract/pagination';
import { Commit, GitHubRepository } from '../model/repository';
import { renderCommit, renderPull } from '../responses/renderCommit';
import { renderRepository } from '../responses/renderRepository';
import { buildNodeId, buildRepositoryUrls, Urls } from '../responses/urls';
import { findRepository, GitHubState } from './gitHubState';

/** Without paging, a comparison shows the newest 250 commits. */
const MAX_COMPARED = 250;

function requireCommit(
  repository: GitHubRepository,
  reference: string,
): Commit {
  const commit = repository.findCommit(reference);
  if (!commit) throw buildNotFound();
  return commit;
}

function renderFile(
  urls: Urls,
  repository: GitHubRepository,
  path: string,
  text: string,
) {
  const { api, html } = buildRepositoryUrls(urls, repository);
  const bytes = Buffer.from(text);
  const sha = createHash('sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
  const url = `${api}/contents/${path}`;
  const htmlUrl = `${html}/blob/${repository.defaultBranch}/${path}`;
  const gitUrl = `${api}/git/blobs/${sha}`;
  return {
    type: 'file',
    name: path.split('/').at(-1),
    path,
    sha,
    size: bytes.length,
    encoding: 'base64',
    // Like GitHub's: broken into lines of 60 characters.
    content: bytes.toString('base64').replace(/.{1,60}/g, '$&\n'),
    url,
    html_url: htmlUrl,
    git_url: gitUrl,
    download_url: `${html}/raw/${repository.defaultBranch}/${path}`,
    _links: { self: url, git: gitUrl, html: htmlUrl },
  };
}

/** Repositories, commits, pull requests and files. By operation id. */
export function buildRepositoryOperations(
  state: GitHubState,
): Record<string, Operation> {
  const { urls } = state;

  return {
    'repos/get': request => ({
      status: 200,
      body: renderRepository(urls, findRepository(state, request)),
    }),

    'repos/get-commit': request => {
      const repository = findRepository(state, request);
      const commit = repository.findCommit(request.params.ref);
      if (!commit) {
        throw new GitHubError(
          422,
          `No commit found for SHA: ${request.params.ref}`,
        );
      }
      return { status: 200, body: renderCommit(urls, repository, commit) };
    },

    'repos/compare-commits-with-basehead': request => {
      const repository = findRepository(state, request);
      const ends = request.params.basehead.split('...');
      if (ends.length !== 2) throw buildNotFound();
      const [base, head] = ends.map(end => requireCommit(repository, end));
      const comparison = repository.compare(base, head);
      if (!comparison) {
        throw new GitHubError(404, 'No common ancestor between the commits.');
      }
      const { ahead, behind, mergeBase } = comparison;
      const isPaged = 'page' in request.query || 'per_page' in request.query;
      const page = isPaged
        ? paginate(ahead, request.query, request.url)
        : { items: ahead.slice(-MAX_COMPARED), headers: {} };
      const { api, html } = buildRepositoryUrls(urls, repository);
      const path = `compare/${encodeURIComponent(request.params.basehead)}`;
      const diverging = behind.length > 0 ? 'diverged' : 'ahead';
      const equal = behind.length > 0 ? 'behind' : 'identical';
      return {
        status: 200,
        headers: page.headers,
        body: {
          url: `${api}/${path}`,
          html_url: `${html}/${path}`,
          permalink_url: `${html}/compare/${base.sha}...${head.sha}`,
          diff_url: `${html}/${path}.diff`,
          patch_url: `${html}/${path}.patch`,
          base_commit: renderCommit(urls, repository, base),
          merge_base_commit: renderCommit(urls, repository, mergeBase),
          status: ahead.length > 0 ? diverging : equal,
          ahead_by: ahead.length,
          behind_by: behind.length,
          total_commits: ahead.length,
          commits: page.items.map(commit =>
            renderCommit(urls, repository, commit),
          ),
          files: [],
        },
      };
    },

    'repos/list-pull-requests-associated-with-commit': request => {
      const repository = findRepository(state, request);
      const commit = repository.findCommit(request.params.commit_sha);
      if (!commit) {
        throw new GitHubError(
          422,
          `No commit found for SHA: ${request.params.commit_sha}`,
        );
      }
      const pulls = repository.pulls.filter(
        pull =>
          pull.mergeCommit === commit.sha || pull.commits?.includes(commit.sha),
      );
      const page = paginate(pulls, request.query, request.url);
      return {
        status: 200,
        headers: page.headers,
        body: page.items.map(pull => renderPull(urls, repository, pull)),
      };
    },

    'repos/get-content': request => {
      const repository = findRepository(state, request);
      const { ref = repository.defaultBranch } = request.query;
      if (!repository.findCommit(ref)) {
        throw new GitHubError(404, `No commit found for the ref ${ref}`);
      }
      const text = repository.readFile(request.params.path);
      if (text === undefined) throw buildNotFound();
      if (/application\/vnd\.github(\.v3)?\.raw/.test(request.accept)) {
        return { status: 200, body: text };
      }
      return {
        status: 200,
        body: renderFile(urls, repository, request.params.path, text),
      };
    },

    'git/get-ref': request => {
      const repository = findRepository(state, request);
      const found = repository.findReference(request.params.ref);
      // Only the whole name counts here: `heads/main`.
      if (!found || !/^(heads|tags)\//.test(request.params.ref)) {
        throw buildNotFound();
      }
      const { api } = buildRepositoryUrls(urls, repository);
      const ref = `refs/${request.params.ref}`;
      return {
        status: 200,
        body: {
          ref,
          node_id: buildNodeId('REF', ref),
          url: `${api}/git/${ref}`,
          object: {
            type: 'commit',
            sha: found.sha,
            url: `${api}/git/commits/${found.sha}`,
          },
        },
      };
    },
  };
}
