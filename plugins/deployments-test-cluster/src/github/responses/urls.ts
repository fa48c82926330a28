import { GitHubRepository } from '../model/repository';
import { WorkflowRun } from '../model/workflowRun';

/** Builds the URLs in responses. */
export interface Urls {
  /** Root of the API, e.g. `https://ghe.example.com/api/v3`. */
  api: string;
  /** Root of the pages for people. */
  html: string;
}

export function buildRepositoryUrls(
  urls: Urls,
  { fullName }: GitHubRepository,
) {
  return {
    api: `${urls.api}/repos/${fullName}`,
    html: `${urls.html}/${fullName}`,
  };
}

export function buildRunUrls(urls: Urls, run: WorkflowRun) {
  const { api, html } = buildRepositoryUrls(urls, run.repository);
  return {
    api: `${api}/actions/runs/${run.id}`,
    html: `${html}/actions/runs/${run.id}`,
  };
}

/** Page of a job. */
export function buildJobUrl(
  urls: Urls,
  run: WorkflowRun,
  jobId: number,
): string {
  return `${buildRunUrls(urls, run).html}/job/${jobId}`;
}

/** GitHub's opaque ids of GraphQL nodes: a kind and a number. */
export function buildNodeId(kind: string, id: number | string): string {
  return `${kind}_${Buffer.from(String(id)).toString('base64url')}`;
}
