import type {
  TargetLink,
  TargetProblem,
  TargetReport,
} from '@slipway/backstage-plugin-deployments-node';
import type { WorkflowJob, WorkflowRun } from '../client/gitHubResponses';
import { GitHubError } from '../client/gitHubError';
import { explainGitHubError } from '../client/toEffectError';
import {
  assessActiveRun,
  assessEndedRun,
  formatRunTitle,
} from '../runs/assessRun';
import { choosePollInterval } from '../runs/pollInterval';
import { readLogTail } from '../runs/readLogTail';
import { KEY_INPUT, parseRunRecord } from '../runs/runRecord';
import { WORKFLOW_LINES } from './explainDispatch';
import type { RunOrder, RunSearch } from './ensureRun';
import type { WorkflowContext } from './workflowContext';

/** How far a run is, with links and evidence. */
export type RunProgress =
  | ({ state: 'working'; message: string } & TargetReport)
  | ({ state: 'waiting'; message: string; until?: number } & TargetReport)
  | ({ state: 'succeeded'; message: string; run: WorkflowRun } & TargetReport)
  | ({
      state: 'failed';
      message: string;
      code: string;
      retryable: boolean;
    } & TargetReport);

/** How soon to look again while GitHub doesn't respond. */
const AWAY_MS = 10_000;
const LONGEST_POLL_MS = 60_000;

/**
 * Reports how far the run of an order is.
 *
 * @param since - When the effect began, in epoch milliseconds, which decides how often to poll.
 */
export async function followRun(
  context: WorkflowContext,
  order: Pick<RunOrder, 'workflow' | 'correlate'>,
  search: RunSearch,
  { since, signal }: { since: number; signal: AbortSignal },
): Promise<RunProgress> {
  const { repository, timing } = context;
  const { workflow } = order;
  const pollAfterMs = choosePollInterval(Date.now() - since);
  switch (search.state) {
    case 'uncertain':
      return {
        state: 'working',
        message: `GitHub's response to the request to start ${workflow} was lost. Slipway is looking for its run, and starts it again if there is none.`,
        pollAfterMs,
      };
    case 'accepted': {
      const run =
        search.runId === undefined
          ? undefined
          : await findById(context, search.runId, signal);
      if (run) return reportRun(context, order, run, { since, signal });
      return Date.now() < search.at + timing.appearsWithinMs
        ? {
            state: 'working',
            message: `GitHub accepted the request to start ${workflow} and is creating the run`,
            pollAfterMs,
          }
        : {
            state: 'failed',
            code: 'run_not_found',
            message:
              search.runId === undefined
                ? `GitHub accepted the request to start ${workflow} of ${repository.name}, but no run has "${KEY_INPUT}" in its name. Check in GitHub whether it is running, and check that the workflow has these lines:\n${WORKFLOW_LINES}`
                : `GitHub has started the workflow ${workflow} of ${repository.name}, but its run does not exist. Somebody may have deleted it.`,
            retryable: false,
          };
    }
    case 'found':
      return reportRun(context, order, search.run, { since, signal });
    default: {
      const unknown: never = search;
      throw new Error(`Unknown state ${JSON.stringify(unknown)}`);
    }
  }
}

/** Reports a run that is known, and warns if its name doesn't have what Slipway needs later. */
async function reportRun(
  context: WorkflowContext,
  { workflow, correlate }: Pick<RunOrder, 'workflow' | 'correlate'>,
  run: WorkflowRun,
  { since, signal }: { since: number; signal: AbortSignal },
): Promise<RunProgress> {
  const progress = await assessRun(context, workflow, run, { since, signal });
  if (correlate === 'none' || parseRunRecord(run.title)) return progress;
  return {
    ...progress,
    problems: [
      ...(progress.problems ?? []),
      {
        code: 'other',
        message: `The names of the runs of ${workflow} don't show the input ${KEY_INPUT}, so Slipway can't tell later what this run deployed. Add these lines to the workflow:\n${WORKFLOW_LINES}`,
        link: { title: 'The run in GitHub', url: run.url },
      },
    ],
  };
}

async function assessRun(
  context: WorkflowContext,
  workflow: string,
  run: WorkflowRun,
  { since, signal }: { since: number; signal: AbortSignal },
): Promise<RunProgress> {
  const { repository } = context;
  const links: TargetLink[] = [
    { title: `${formatRunTitle(run)} in GitHub`, url: run.url },
  ];
  if (run.status !== 'completed') {
    const isWaiting = run.status === 'waiting';
    const isRunning = run.status === 'in_progress';
    const progress = assessActiveRun(
      run,
      isRunning ? await repository.listJobs(run.id, { signal }) : [],
      isWaiting
        ? await repository.listPendingDeployments(run.id, { signal })
        : [],
    );
    return progress.state === 'working' || progress.state === 'waiting'
      ? {
          ...progress,
          links,
          pollAfterMs: choosePollInterval(Date.now() - since),
        }
      : { state: 'working', message: progress.message, links };
  }
  const jobs =
    run.conclusion === 'success'
      ? []
      : await repository.listJobs(run.id, { signal });
  const end = assessEndedRun(
    run,
    jobs,
    run.conclusion === 'cancelled'
      ? await findNewerRun(context, workflow, run, signal)
      : undefined,
  );
  switch (end.state) {
    case 'succeeded':
      return { ...end, run, links };
    case 'failed': {
      const { job, ...rest } = end;
      return {
        ...rest,
        links,
        problems: [await explainFailure(context, end.message, job, signal)],
      };
    }
    default:
      return { ...end, links };
  }
}

async function explainFailure(
  { repository }: WorkflowContext,
  message: string,
  job: WorkflowJob | undefined,
  signal: AbortSignal,
): Promise<TargetProblem> {
  if (!job) return { code: 'other', message };
  return {
    code: 'other',
    message,
    object: `job/${job.name}`,
    logTail: await readTail(() => repository.getJobLog(job.id, { signal })),
    ...(job.url
      ? { link: { title: `Log of the job ${job.name}`, url: job.url } }
      : {}),
  };
}

/** The failure counts, even if its log can't be read. */
async function readTail(readLog: () => Promise<string>): Promise<string[]> {
  try {
    return readLogTail(await readLog());
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return [`(The log could not be read: ${error.message})`];
  }
}

/** Finds a run that may have cancelled this one, as a concurrency group does. */
async function findNewerRun(
  { repository }: WorkflowContext,
  workflow: string,
  run: WorkflowRun,
  signal: AbortSignal,
): Promise<WorkflowRun | undefined> {
  const { runs } = await repository.listRuns(workflow, { page: 1 }, { signal });
  return runs.findLast(
    ({ id, createdAt }) => id > run.id && createdAt <= run.updatedAt,
  );
}

/** A run can be unreadable for some seconds after its dispatch. */
async function findById(
  { repository }: WorkflowContext,
  id: number,
  signal: AbortSignal,
): Promise<WorkflowRun | undefined> {
  try {
    return await repository.getRun(id, { signal });
  } catch (error) {
    const isMissing =
      error instanceof GitHubError &&
      error.failure.kind === 'rejected' &&
      error.failure.status === 404;
    if (isMissing) return undefined;
    throw error;
  }
}

/**
 * Reports that GitHub can't be asked at the moment. The run continues meanwhile, so this is a problem of an effect in progress,
 * and not its failure. Returns `undefined` for any other error.
 */
export function toUnavailable(
  error: unknown,
  { repository }: WorkflowContext,
): RunProgress | undefined {
  if (!(error instanceof GitHubError)) return undefined;
  const { code, message, retryable } = explainGitHubError(error, {
    host: repository.host,
    repository: repository.name,
    attempted: 'read the run',
    permission: 'actions: read',
  });
  if (!retryable || code === 'invalid') {
    return {
      state: 'failed',
      code: code === 'not_found' ? 'run_not_found' : code,
      message,
      retryable: false,
    };
  }
  return {
    state: 'working',
    message: "GitHub doesn't respond at the moment",
    problems: [{ code, message }],
    pollAfterMs:
      error.failure.kind === 'rate_limited'
        ? Math.min(
            Math.max(error.failure.retryAfterMs, AWAY_MS),
            LONGEST_POLL_MS,
          )
        : AWAY_MS,
  };
}
