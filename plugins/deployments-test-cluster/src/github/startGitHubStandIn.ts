import { DescribedApi, Violation } from './contract/describedApi';
import { buildNotFound, GitHubError } from './contract/gitHubError';
import { GitHubRequest, startGitHubServer } from './contract/gitHubServer';
import { GitHubProfile, loadDescription } from './contract/loadDescription';
import {
  RateLimit,
  RateLimitSettings,
  SecondaryRateLimitSettings,
} from './contract/rateLimit';
import { Deployments } from './model/deployments';
import { GitHubRepository, RepositorySettings } from './model/repository';
import { RunScheduler } from './model/runScheduler';
import { Workflow, WorkflowDefinition } from './model/workflow';
import { Conclusion, RunStatus, WorkflowRun } from './model/workflowRun';
import { buildDeploymentOperations } from './operations/deploymentOperations';
import { buildRepositoryOperations } from './operations/repositoryOperations';
import { buildWorkflowOperations } from './operations/workflowOperations';
import { PublishedLogs } from './publishedLogs';
import { buildJobUrl, Urls } from './responses/urls';

/** Options of a stand-in. */
export interface GitHubStandInOptions {
  /** Which GitHub. `ghes-3.17` has no run details, 10 inputs at most, and no rate limits until they are set. */
  profile: GitHubProfile;
  /** The only token that it accepts. Default: `stand-in-token`. */
  token?: string;
  /** Whether the token may dispatch, cancel, re-run and review. Default: true. */
  canWrite?: boolean;
  /** Login of the token's owner. Default: `slipway[bot]`. */
  actor?: string;
  /** Current time as epoch milliseconds. Default: the system's. */
  clock?: () => number;
  /** How long lists do not show a new run, in milliseconds of the clock. Default: 0. */
  listDelayMs?: number;
  /** Whether a dispatch with a field that this GitHub does not know is refused (422) or the field ignored. Default: ignored. */
  refusesUnknownFields?: boolean;
}

/** A run, as tests see it. */
export interface RunSummary {
  id: number;
  /** `owner/name`. */
  repository: string;
  /** Name of the workflow's file. */
  workflow: string;
  title: string;
  attempt: number;
  status: RunStatus;
  conclusion: Conclusion | null;
  inputs: Record<string, string>;
  ref: string;
  actor: string;
}

/** Identifies a repository. */
type RepositoryRef = Pick<GitHubRepository, 'owner' | 'name'>;

/** A running stand-in. */
export interface GitHubStandIn {
  /** Base URL of the REST API: an origin, followed by `/api/v3` on a GitHub Enterprise Server. */
  url: string;
  /** The token that it accepts. */
  token: string;
  addRepository(settings: RepositorySettings): GitHubRepository;
  addWorkflow(repository: RepositoryRef, workflow: WorkflowDefinition): void;
  /** Enables or disables a workflow. */
  setWorkflowDisabled(
    repository: RepositoryRef,
    file: string,
    isDisabled: boolean,
  ): void;
  /** Starts a run as a person does in the browser, and returns its id. */
  dispatch(
    repository: RepositoryRef,
    file: string,
    settings?: {
      ref?: string;
      inputs?: Record<string, string>;
      actor?: string;
    },
  ): number;
  /** All runs, the oldest first. */
  runs(): RunSummary[];
  /** Waits until a run has a status; fails if the run ends without it. */
  waitForStatus(runId: number, status: RunStatus): Promise<void>;
  /** Approves a run that waits for reviewers. */
  approve(runId: number): void;
  /** Rejects a run that waits for reviewers. */
  reject(runId: number): void;
  /** Cancels a run as a person does in the browser. */
  cancel(runId: number): void;
  /** Re-runs a run as a person does in the browser. */
  rerun(runId: number): void;
  /** Deletes a run that has ended. */
  deleteRun(runId: number): void;
  /** Ends a run as GitHub itself does, e.g. `timed_out`. */
  complete(runId: number, conclusion: Conclusion): Promise<void>;
  /** Without runners, runs stay queued. */
  setRunnersAvailable(areAvailable: boolean): void;
  /**
   * Sets the URL of the API that responses contain, in the links to logs and to other pages of a list. Use it with a
   * proxy before the stand-in: real responses have the URL that clients know.
   */
  setApiUrl(url: string): void;
  setListDelay(ms: number): void;
  setRateLimit(settings: RateLimitSettings): void;
  /** The next requests meet a secondary limit: 403 with `Retry-After`. */
  setSecondaryRateLimit(settings: SecondaryRateLimitSettings): void;
  /** All requests so far, without headers and bodies. */
  requests(): readonly GitHubRequest[];
  /** What the description refused so far, in both directions. */
  violations(): readonly Violation[];
  /** Ends all runs and stops. */
  close(): Promise<void>;
}

/** Real ids do not fit into 32 bits. */
const FIRST_ID = 20_000_000_000;

function createAuthentication(token: string) {
  return (authorization: string | undefined) => {
    // All repositories are private: nobody sees them without a token.
    if (authorization === undefined) throw buildNotFound();
    const given = /^(?:bearer|token) (.+)$/i.exec(authorization)?.[1];
    if (given !== token) throw new GitHubError(401, 'Bad credentials');
  };
}

/**
 * Starts a stand-in for GitHub's REST API on a free loopback port. It serves parts of GitHub's published description
 * and refuses what the description refuses: wrong requests, and responses of its own that would be wrong.
 */
export async function startGitHubStandIn(
  options: GitHubStandInOptions,
): Promise<GitHubStandIn> {
  const {
    profile,
    token = 'stand-in-token',
    canWrite = true,
    actor = 'slipway[bot]',
    clock: now = Date.now,
    listDelayMs = 0,
    refusesUnknownFields = false,
  } = options;
  const isEnterprise = profile !== 'github.com';
  const basePath = isEnterprise ? '/api/v3' : '';
  let lastId = FIRST_ID;
  const createId = () => {
    lastId += 2;
    return lastId;
  };
  const getTime = () => new Date(now()).toISOString().replace(/\.\d+Z$/, 'Z');
  /** Filled when the port is known. */
  const urls: Urls = { api: '', html: '' };
  const repositories: GitHubRepository[] = [];
  const deployments = new Deployments({ createId, getTime });
  const scheduler = new RunScheduler({
    createId,
    now,
    getTime,
    deployments,
    buildJobUrl: (run, jobId) => buildJobUrl(urls, run, jobId),
  });
  scheduler.listDelayMs = listDelayMs;
  const logs = new PublishedLogs({ now, basePath });
  const rateLimit = new RateLimit({ now, isEnabled: !isEnterprise });
  const state = { now, repositories, deployments, scheduler, urls };
  const requireWrite = () => {
    if (!canWrite) {
      throw new GitHubError(403, 'Resource not accessible by integration');
    }
  };

  const api = await DescribedApi.create({
    description: loadDescription(profile),
    operations: {
      ...buildRepositoryOperations(state),
      ...buildDeploymentOperations(state, { actor, requireWrite }),
      ...buildWorkflowOperations(state, {
        profile,
        actor,
        requireWrite,
        refusesUnknownFields,
        publishLog: text => `${urls.api}${logs.publish(text)}`,
      }),
      'rate-limit/get': () => {
        const core = rateLimit.read();
        if (!core) throw new GitHubError(404, 'Rate limiting is not enabled.');
        return {
          status: 200,
          headers: rateLimit.buildHeaders(),
          body: { resources: { core, search: core }, rate: core },
        };
      },
    },
  });
  const server = await startGitHubServer({
    basePath,
    api,
    rateLimit,
    now,
    headers: {
      'x-github-media-type': 'github.v3; format=json',
      ...(isEnterprise ? { 'x-github-enterprise-version': '3.17.0' } : {}),
    },
    authenticate: createAuthentication(token),
    serveFile: (path, { headers }) => logs.read(path, headers.authorization),
    getApiUrl: () => urls.api,
  });
  urls.html = server.origin;
  urls.api = `${server.origin}${basePath}`;

  function findRepository({ owner, name }: RepositoryRef): GitHubRepository {
    const found = repositories.find(
      candidate => candidate.owner === owner && candidate.name === name,
    );
    if (!found) throw new Error(`There is no repository ${owner}/${name}.`);
    return found;
  }

  function findWorkflow(repository: RepositoryRef, file: string): Workflow {
    return findRepository(repository).findWorkflow(file);
  }

  function findRun(runId: number): WorkflowRun {
    const run = scheduler.find(runId);
    if (!run) throw new Error(`There is no run ${runId}.`);
    return run;
  }

  return {
    url: urls.api,
    token,
    addRepository(settings) {
      const repository = new GitHubRepository(createId(), settings);
      repositories.push(repository);
      return repository;
    },
    addWorkflow(repository, workflow) {
      if (workflow.jobs.length === 0) {
        throw new Error(`The workflow ${workflow.file} needs a job.`);
      }
      findRepository(repository).workflows.push({
        ...workflow,
        id: createId(),
        path: `.github/workflows/${workflow.file}`,
        createdAt: getTime(),
      });
    },
    setWorkflowDisabled(repository, file, isDisabled) {
      findWorkflow(repository, file).isDisabled = isDisabled;
    },
    dispatch(ref, file, settings = {}) {
      const repository = findRepository(ref);
      return scheduler.dispatch(repository, findWorkflow(ref, file), {
        ref: settings.ref ?? repository.defaultBranch,
        inputs: settings.inputs,
        actor: settings.actor ?? 'octocat',
      }).id;
    },
    runs: () =>
      scheduler.runs.map(run => ({
        id: run.id,
        repository: run.repository.fullName,
        workflow: run.workflow.file,
        title: run.title,
        attempt: run.attempt,
        status: run.status,
        conclusion: run.conclusion,
        inputs: { ...run.inputs },
        ref: run.ref,
        actor: run.actor,
      })),
    waitForStatus: (runId, status) =>
      scheduler.waitForStatus(findRun(runId), status),
    approve(runId) {
      scheduler.review(findRun(runId), 'approved');
    },
    reject(runId) {
      scheduler.review(findRun(runId), 'rejected');
    },
    cancel: runId => scheduler.cancel(findRun(runId)),
    rerun: runId => scheduler.rerun(findRun(runId)),
    deleteRun: runId => scheduler.delete(findRun(runId)),
    complete: (runId, conclusion) =>
      scheduler.complete(findRun(runId), conclusion),
    setRunnersAvailable: areAvailable =>
      scheduler.setRunnersAvailable(areAvailable),
    setApiUrl(url) {
      urls.api = url;
    },
    setListDelay(ms) {
      scheduler.listDelayMs = ms;
    },
    setRateLimit: settings => rateLimit.set(settings),
    setSecondaryRateLimit: settings => rateLimit.setSecondary(settings),
    requests: () => server.requests,
    violations: () => [...api.violations, ...logs.violations],
    async close() {
      await scheduler.close();
      await server.close();
    },
  };
}
