import type {
  PendingDeployment,
  WorkflowJob,
  WorkflowRun,
} from '../client/gitHubResponses';

/** How far a run is. */
export type RunAssessment =
  | { state: 'working'; message: string }
  /** Somebody must review it in GitHub, or a timer must end. */
  | { state: 'waiting'; message: string; until?: number }
  | { state: 'succeeded'; message: string }
  | {
      state: 'failed';
      message: string;
      code: string;
      retryable: boolean;
      /** The job whose log says more. */
      job?: WorkflowJob;
    };

export function formatRunTitle({ number, attempt }: WorkflowRun): string {
  return attempt > 1 ? `Run #${number} (attempt ${attempt})` : `Run #${number}`;
}

/** Whether a step of a job has begun, so that the run may have changed something. */
export function hasBegun(jobs: readonly WorkflowJob[]): boolean {
  return jobs.some(({ steps }) =>
    steps.some(
      ({ startedAt, conclusion }) =>
        startedAt !== undefined && conclusion !== 'skipped',
    ),
  );
}

/** Says how far a run is that has not ended. */
export function assessActiveRun(
  run: WorkflowRun,
  jobs: readonly WorkflowJob[],
  pending: readonly PendingDeployment[],
): RunAssessment {
  const title = formatRunTitle(run);
  switch (run.status) {
    case 'waiting':
      return assessWaiting(title, pending);
    case 'pending':
      return {
        state: 'working',
        message: `${title} is waiting for another run in its concurrency group`,
      };
    case 'in_progress':
      return { state: 'working', message: describeWork(title, jobs) };
    case 'queued':
    case 'requested':
      return { state: 'working', message: `${title} is waiting for a runner` };
    default:
      return { state: 'working', message: `${title} is ${run.status}` };
  }
}

function assessWaiting(
  title: string,
  pending: readonly PendingDeployment[],
): RunAssessment {
  const gates = pending.map(({ environment, reviewers, until }) => {
    if (reviewers.length > 0) {
      return `a review of the environment ${environment} by ${formatList(
        reviewers,
      )}`;
    }
    return until === undefined
      ? `the protection rules of the environment ${environment}`
      : `the wait timer of the environment ${environment}`;
  });
  const needsReview = pending.some(({ reviewers }) => reviewers.length > 0);
  const timers = pending.flatMap(({ until, reviewers }) =>
    until !== undefined && reviewers.length === 0 ? [until] : [],
  );
  return {
    state: 'waiting',
    message: `${title} is waiting for ${
      gates.length > 0 ? gates.join(' and ') : 'an environment in GitHub'
    }.${needsReview ? ' Open the run and review it there.' : ''}`,
    ...(timers.length > 0 && timers.length === pending.length
      ? { until: Math.max(...timers) }
      : {}),
  };
}

function formatList(names: readonly string[]): string {
  return names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} or ${names[names.length - 1]}`;
}

function describeWork(title: string, jobs: readonly WorkflowJob[]): string {
  const job = jobs.find(({ status }) => status === 'in_progress');
  if (!job) return `${title} is running`;
  const step = job.steps.find(({ status }) => status === 'in_progress');
  return step
    ? `${title}: job ${job.name}, step ${step.name}`
    : `${title}: job ${job.name}`;
}

/**
 * Says how a run has ended.
 *
 * @param newerRun - A run of the same workflow that was created before this one ended, if there is one.
 */
export function assessEndedRun(
  run: WorkflowRun,
  jobs: readonly WorkflowJob[],
  newerRun: WorkflowRun | undefined,
): RunAssessment {
  const title = formatRunTitle(run);
  switch (run.conclusion) {
    case 'success':
      return { state: 'succeeded', message: `${title} succeeded` };
    case 'cancelled':
      return newerRun && !hasBegun(jobs)
        ? {
            state: 'failed',
            code: 'run_superseded',
            message: `${title} was cancelled before it started, probably because ${formatRunTitle(
              newerRun,
            )} took its place in the concurrency group. Set "queue: max" there, so that runs wait for each other.`,
            retryable: true,
          }
        : {
            state: 'failed',
            code: 'run_cancelled',
            message: `${title} was cancelled in GitHub`,
            retryable: false,
          };
    case 'skipped':
    case 'neutral':
      return {
        state: 'failed',
        code: 'run_skipped',
        message: `${title} skipped its jobs, so nothing was deployed. Check the conditions (if:) of the workflow.`,
        retryable: false,
      };
    case 'timed_out':
      return {
        state: 'failed',
        code: 'run_failed',
        message: `${title} timed out in GitHub. Check its log for what took so long, or raise timeout-minutes in the workflow`,
        retryable: true,
        ...pickFailedJob(jobs),
      };
    default:
      return assessFailure(title, run, jobs);
  }
}

function assessFailure(
  title: string,
  { conclusion }: WorkflowRun,
  jobs: readonly WorkflowJob[],
): RunAssessment {
  const { job } = pickFailedJob(jobs);
  if (!job) {
    return {
      state: 'failed',
      code: 'run_failed',
      message: `${title} ended with ${conclusion ?? 'no conclusion'}`,
      retryable: false,
    };
  }
  if (!hasBegun([job])) {
    return {
      state: 'failed',
      code: 'run_rejected',
      message: `${title} failed before the job ${job.name} started. If its environment needs a review, somebody rejected it.`,
      retryable: false,
    };
  }
  const step = job.steps.find(it => it.conclusion === 'failure');
  return {
    state: 'failed',
    code: 'run_failed',
    message: `${title} failed in the job ${job.name}${
      step ? `, step ${step.name}` : ''
    }`,
    retryable: true,
    job,
  };
}

function pickFailedJob(jobs: readonly WorkflowJob[]): { job?: WorkflowJob } {
  const job =
    jobs.find(({ conclusion }) => conclusion === 'failure') ??
    jobs.find(({ conclusion }) => conclusion === 'timed_out');
  return job ? { job } : {};
}
