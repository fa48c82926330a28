import {
  Operation,
  OperationRequest,
  OperationResponse,
} from '../contract/describedApi';
import { buildNotFound, GitHubError } from '../contract/gitHubError';
import { GitHubProfile } from '../contract/loadDescription';
import { paginate } from '../contract/pagination';
import { WorkflowRun } from '../model/workflowRun';
import { renderDeployment } from '../responses/renderDeployment';
import {
  renderJob,
  renderPendingDeployment,
  renderRun,
  renderWorkflow,
} from '../responses/renderRun';
import { buildRunUrls } from '../responses/urls';
import { findRepository, findRun, GitHubState } from './gitHubState';
import { matchesDateRange } from './matchesDateRange';

/** Options of the operations on workflows. */
export interface WorkflowOperationsOptions {
  profile: GitHubProfile;
  /** Login of the token's owner. */
  actor: string;
  /** Whether the token may change something; throws if not. */
  requireWrite(): void;
  /** Refuses fields of a dispatch that this GitHub does not know, instead of ignoring them. */
  refusesUnknownFields: boolean;
  /** Makes a URL for a log, for anyone who has it. */
  publishLog(text: string): string;
}

const LOG_BYTE_ORDER_MARK = '\uFEFF';

function matchesRun({ query }: OperationRequest, run: WorkflowRun): boolean {
  const { status, event, branch, created, actor, head_sha: sha } = query;
  return (
    (status === undefined ||
      run.status === status ||
      run.conclusion === status) &&
    (event === undefined || event === 'workflow_dispatch') &&
    (branch === undefined || run.ref === branch) &&
    (actor === undefined || run.actor === actor) &&
    (sha === undefined || run.sha === sha) &&
    (created === undefined || matchesDateRange(created, run.createdAt))
  );
}

/** Workflows, runs, jobs and their logs. By operation id. */
export function buildWorkflowOperations(
  state: GitHubState,
  options: WorkflowOperationsOptions,
): Record<string, Operation> {
  const { scheduler, urls } = state;
  const knowsRunDetails = options.profile === 'github.com';

  function checkFields(body: Record<string, unknown>): void {
    if (!options.refusesUnknownFields) return;
    const known = ['ref', 'inputs'];
    if (knowsRunDetails) known.push('return_run_details');
    const unknown = Object.keys(body).filter(key => !known.includes(key));
    if (unknown.length > 0) {
      throw new GitHubError(
        422,
        `Invalid request.\n\n"${unknown[0]}" is not a permitted key.`,
      );
    }
  }

  function listRuns(
    request: OperationRequest,
    runs: WorkflowRun[],
  ): OperationResponse {
    const matching = runs
      .filter(
        run =>
          state.now() >= run.dispatchedAt + state.scheduler.listDelayMs &&
          matchesRun(request, run),
      )
      .reverse();
    const page = paginate(matching, request.query, request.url);
    return {
      status: 200,
      headers: page.headers,
      body: {
        total_count: matching.length,
        workflow_runs: page.items.map(run => renderRun(urls, run)),
      },
    };
  }

  function cancel(
    request: OperationRequest,
    isForced: boolean,
  ): OperationResponse {
    const run = findRun(state, request);
    options.requireWrite();
    scheduler.cancel(run, { isForced });
    return { status: 202, body: {} };
  }

  return {
    'actions/list-repo-workflows': request => {
      const repository = findRepository(state, request);
      const page = paginate(repository.workflows, request.query, request.url);
      return {
        status: 200,
        headers: page.headers,
        body: {
          total_count: repository.workflows.length,
          workflows: page.items.map(workflow =>
            renderWorkflow(urls, repository, workflow),
          ),
        },
      };
    },

    'actions/get-workflow': request => {
      const repository = findRepository(state, request);
      const workflow = repository.findWorkflow(request.params.workflow_id);
      return { status: 200, body: renderWorkflow(urls, repository, workflow) };
    },

    'actions/create-workflow-dispatch': request => {
      const repository = findRepository(state, request);
      const workflow = repository.findWorkflow(request.params.workflow_id);
      options.requireWrite();
      const { ref, inputs, return_run_details: wantsDetails } = request.body;
      checkFields(request.body);
      const run = scheduler.dispatch(repository, workflow, {
        ref: ref as string,
        inputs: inputs as Record<string, unknown> | undefined,
        actor: options.actor,
      });
      if (!knowsRunDetails || wantsDetails !== true) return { status: 204 };
      const { api, html } = buildRunUrls(urls, run);
      return {
        status: 200,
        body: { workflow_run_id: run.id, run_url: api, html_url: html },
      };
    },

    'actions/list-workflow-runs': request => {
      const repository = findRepository(state, request);
      const workflow = repository.findWorkflow(request.params.workflow_id);
      return listRuns(
        request,
        scheduler.runs.filter(run => run.workflow === workflow),
      );
    },

    'actions/list-workflow-runs-for-repo': request => {
      const repository = findRepository(state, request);
      return listRuns(
        request,
        scheduler.runs.filter(run => run.repository === repository),
      );
    },

    'actions/get-workflow-run': request => ({
      status: 200,
      body: renderRun(urls, findRun(state, request)),
    }),

    'actions/delete-workflow-run': request => {
      const run = findRun(state, request);
      options.requireWrite();
      scheduler.delete(run);
      return { status: 204 };
    },

    'actions/list-jobs-for-workflow-run': request => {
      const run = findRun(state, request);
      const jobs = run.jobs.filter(
        job => request.query.filter === 'all' || job.attempt === run.attempt,
      );
      const page = paginate(jobs, request.query, request.url);
      return {
        status: 200,
        headers: page.headers,
        body: {
          total_count: jobs.length,
          jobs: page.items.map(job => renderJob(urls, run, job)),
        },
      };
    },

    'actions/download-job-logs-for-workflow-run': request => {
      const repository = findRepository(state, request);
      const job = scheduler.runs
        .filter(run => run.repository === repository)
        .flatMap(run => run.jobs)
        .find(({ id }) => String(id) === request.params.job_id);
      // A job's log cannot be downloaded before the job ends.
      if (job?.status !== 'completed') throw buildNotFound();
      const text = job.log.map(line => `${line}\n`).join('');
      return {
        status: 302,
        headers: { location: options.publishLog(LOG_BYTE_ORDER_MARK + text) },
      };
    },

    'actions/get-pending-deployments-for-run': request => ({
      status: 200,
      body: renderPendingDeployment(urls, findRun(state, request)),
    }),

    'actions/review-pending-deployments-for-run': request => {
      const run = findRun(state, request);
      options.requireWrite();
      const { environment_ids: ids, state: decision } = request.body;
      if (!run.environment || !(ids as number[]).includes(run.environment.id)) {
        throw new GitHubError(422, 'Environment ids are not pending');
      }
      const deployment = scheduler.review(
        run,
        decision as 'approved' | 'rejected',
      );
      return {
        status: 200,
        body: [renderDeployment(urls, deployment)],
      };
    },

    'actions/cancel-workflow-run': request => cancel(request, false),

    'actions/force-cancel-workflow-run': request => cancel(request, true),

    'actions/re-run-workflow': request => {
      const run = findRun(state, request);
      options.requireWrite();
      scheduler.rerun(run);
      return { status: 201, body: {} };
    },
  };
}
