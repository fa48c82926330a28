import { z } from 'zod';
import {
  comparisonSchema,
  dispatchedSchema,
  fileSchema,
  jobListSchema,
  pendingDeploymentsSchema,
  pullListSchema,
  repositorySchema,
  runListSchema,
  runSchema,
  workflowListSchema,
  type PendingDeployment,
  type WorkflowJob,
  type WorkflowRun,
} from './gitHubResponses';
import type { GitHubClient, RequestOptions } from './gitHubClient';

/** The most that GitHub lists at once. */
export const PAGE_SIZE = 100;

/** The requests for one repository. All throw `GitHubError`. */
export class GitHubRepository {
  readonly #client: GitHubClient;

  /** @param name - `owner/name`. */
  constructor(client: GitHubClient, readonly name: string) {
    this.#client = client;
  }

  get host(): string {
    return this.#client.host;
  }

  /** Whether a dispatch can return the id of its run. */
  get returnsRunDetails(): boolean {
    return this.#client.isCloud;
  }

  async getDefaultBranch(options: RequestOptions): Promise<string> {
    const { defaultBranch } = await this.#client.get(
      this.name,
      '',
      repositorySchema,
      options,
    );
    return defaultBranch;
  }

  /**
   * Starts a run of a workflow.
   *
   * @returns The id of the run, if GitHub reports it.
   */
  async dispatch(
    workflow: string,
    { ref, inputs }: { ref: string; inputs: Record<string, string> },
    options: RequestOptions,
  ): Promise<number | undefined> {
    const response = await this.#client.post(
      this.name,
      `${formatWorkflowPath(workflow)}/dispatches`,
      {
        ref,
        inputs,
        ...(this.returnsRunDetails ? { return_run_details: true } : {}),
      },
      dispatchedSchema,
      options,
    );
    return response?.workflow_run_id;
  }

  /**
   * Lists the runs of a workflow that were dispatched, newest first.
   *
   * @param page - Starts at 1.
   * @param filter - `success`: only those that succeeded.
   */
  listRuns(
    workflow: string,
    { page, status }: { page: number; status?: 'success' },
    options: RequestOptions,
  ): Promise<{ total: number; runs: WorkflowRun[] }> {
    const query = new URLSearchParams({
      event: 'workflow_dispatch',
      per_page: String(PAGE_SIZE),
      page: String(page),
      ...(status ? { status } : {}),
    });
    return this.#client.get(
      this.name,
      `${formatWorkflowPath(workflow)}/runs?${query}`,
      runListSchema,
      options,
    );
  }

  getRun(id: number, options: RequestOptions): Promise<WorkflowRun> {
    return this.#client.get(
      this.name,
      `/actions/runs/${id}`,
      runSchema,
      options,
    );
  }

  /** Lists the jobs of a run's latest attempt. */
  listJobs(id: number, options: RequestOptions): Promise<WorkflowJob[]> {
    return this.#client.get(
      this.name,
      `/actions/runs/${id}/jobs?per_page=${PAGE_SIZE}`,
      jobListSchema,
      options,
    );
  }

  /** Lists the environments that a run waits for. */
  listPendingDeployments(
    id: number,
    options: RequestOptions,
  ): Promise<PendingDeployment[]> {
    return this.#client.get(
      this.name,
      `/actions/runs/${id}/pending_deployments`,
      pendingDeploymentsSchema,
      options,
    );
  }

  /** Asks GitHub to cancel a run. Rejected with status 409 if it has ended. */
  async cancelRun(
    id: number,
    { isForced }: { isForced: boolean },
    options: RequestOptions,
  ): Promise<void> {
    await this.#client.post(
      this.name,
      `/actions/runs/${id}/${isForced ? 'force-cancel' : 'cancel'}`,
      undefined,
      z.unknown(),
      options,
    );
  }

  getJobLog(jobId: number, options: RequestOptions): Promise<string> {
    return this.#client.getText(
      this.name,
      `/actions/jobs/${jobId}/logs`,
      options,
    );
  }

  /** Lists the workflows, at most 100. */
  listWorkflows(options: RequestOptions) {
    return this.#client.get(
      this.name,
      `/actions/workflows?per_page=${PAGE_SIZE}`,
      workflowListSchema,
      options,
    );
  }

  /**
   * Reads a text file.
   *
   * @param ref - Branch, tag or commit; absent for the default branch.
   */
  getFile(
    path: string,
    ref: string | undefined,
    options: RequestOptions,
  ): Promise<string> {
    const encoded = path.split('/').map(encodeURIComponent).join('/');
    return this.#client.get(
      this.name,
      `/contents/${encoded}${
        ref === undefined ? '' : `?ref=${encodeURIComponent(ref)}`
      }`,
      fileSchema,
      options,
    );
  }

  /** Lists the commits that `head` has and `base` does not have, oldest first, a page at a time. */
  compare(
    { base, head, page }: { base: string; head: string; page: number },
    options: RequestOptions,
  ) {
    return this.#client.get(
      this.name,
      `/compare/${encodeURIComponent(base)}...${encodeURIComponent(
        head,
      )}?per_page=${PAGE_SIZE}&page=${page}`,
      comparisonSchema,
      options,
    );
  }

  /** Lists the pull requests that contain a commit. */
  listPulls(commit: string, options: RequestOptions) {
    return this.#client.get(
      this.name,
      `/commits/${encodeURIComponent(commit)}/pulls`,
      pullListSchema,
      options,
    );
  }
}

function formatWorkflowPath(workflow: string): string {
  return `/actions/workflows/${encodeURIComponent(workflow)}`;
}
