import {
  Interruptions,
  RunInterruption,
  waitUnlessAborted,
} from './interruption';
import { WorkflowJob, WorkflowStep } from './workflow';
import { Conclusion, JobRecord, StepRecord, WorkflowRun } from './workflowRun';

/** What the execution of jobs needs. */
export interface ExecutionOptions {
  run: WorkflowRun;
  interruptions: Interruptions;
  createId: () => number;
  /** ISO 8601, in whole seconds. */
  getTime: () => string;
}

/** Adds a job to a run. */
export function createJob(
  { run, createId, getTime }: Omit<ExecutionOptions, 'interruptions'>,
  job: WorkflowJob,
): JobRecord {
  const time = getTime();
  const record: JobRecord = {
    id: createId(),
    attempt: run.attempt,
    name: job.name,
    status: 'queued',
    conclusion: null,
    createdAt: time,
    startedAt: time,
    completedAt: null,
    steps: ['Set up job', ...job.steps.map(({ name }) => name)].map(
      (name, index): StepRecord => ({
        name,
        number: index + 1,
        status: 'queued',
        conclusion: null,
        startedAt: null,
        completedAt: null,
      }),
    ),
    log: [],
  };
  run.jobs.push(record);
  return record;
}

/** Ends a job, and its steps that have not ended. */
export function completeJob(
  record: JobRecord,
  conclusion: Conclusion,
  time: string,
): void {
  record.status = 'completed';
  record.conclusion = conclusion;
  record.completedAt = time;
  for (const step of record.steps) {
    if (step.status === 'completed') continue;
    // The running step shares the job's end, the ones after it never begin.
    step.conclusion = step.status === 'in_progress' ? conclusion : 'skipped';
    step.status = 'completed';
    step.completedAt = time;
  }
}

async function runStep(
  { run, getTime }: ExecutionOptions,
  job: JobRecord,
  step: WorkflowStep,
  record: StepRecord,
  signal: AbortSignal,
): Promise<boolean> {
  record.status = 'in_progress';
  record.startedAt = getTime();
  // Like the real one: every line begins with the time.
  const log = (line: string) =>
    job.log.push(`${getTime().replace('Z', '.0000000Z')} ${line}`);
  log(`##[group]Run ${step.name}`);
  log('##[endgroup]');
  for (const line of step.log?.split('\n') ?? []) log(line);
  let failure: string | undefined;
  try {
    const running = Promise.resolve(
      step.run?.({
        inputs: { ...run.inputs },
        repository: { owner: run.repository.owner, name: run.repository.name },
        runId: run.id,
        runAttempt: run.attempt,
        environment: run.environment?.name,
        sha: run.sha,
        signal,
        log: line => {
          if (!signal.aborted) log(line);
        },
      }),
    );
    failure = (await waitUnlessAborted(running, signal))?.fail;
  } catch (error) {
    if (error instanceof RunInterruption) {
      log('##[error]The operation was canceled.');
      throw error;
    }
    failure = error instanceof Error ? error.message : String(error);
  }
  if (failure !== undefined) log(`##[error]${failure}`);
  record.status = 'completed';
  record.conclusion = failure === undefined ? 'success' : 'failure';
  record.completedAt = getTime();
  return failure === undefined;
}

async function executeJob(
  options: ExecutionOptions,
  job: WorkflowJob,
  record: JobRecord,
): Promise<Conclusion> {
  const { interruptions, getTime } = options;
  const signal = job.ignoresCancel
    ? interruptions.forced
    : interruptions.cancelled;
  const [setUp, ...steps] = record.steps;
  record.status = 'in_progress';
  record.startedAt = getTime();
  Object.assign(setUp, {
    status: 'completed',
    conclusion: 'success',
    startedAt: getTime(),
    completedAt: getTime(),
  });
  let conclusion: Conclusion = 'success';
  try {
    for (const [index, step] of job.steps.entries()) {
      signal.throwIfAborted();
      if (!(await runStep(options, record, step, steps[index], signal))) {
        conclusion = 'failure';
        break;
      }
    }
  } catch (error) {
    if (!(error instanceof RunInterruption)) throw error;
    conclusion = error.conclusion;
  }
  completeJob(record, conclusion, getTime());
  return conclusion;
}

/**
 * Executes the jobs of an attempt, one after another.
 *
 * @param first - record of the first job, which exists while a run waits
 * @returns the run's conclusion
 */
export async function executeJobs(
  options: ExecutionOptions,
  first: JobRecord,
): Promise<Conclusion> {
  const { run, interruptions, getTime } = options;
  let result: Conclusion = 'success';
  for (const [index, job] of run.workflow.jobs.entries()) {
    const record = index === 0 ? first : createJob(options, job);
    const isInterrupted = job.ignoresCancel
      ? interruptions.forced.aborted
      : interruptions.cancelled.aborted;
    if (isInterrupted) {
      const { conclusion } = interruptions.cancelled.reason as RunInterruption;
      completeJob(record, conclusion, getTime());
      result = conclusion;
    } else if (result === 'success') {
      result = await executeJob(options, job, record);
    } else {
      completeJob(record, 'skipped', getTime());
    }
  }
  return result;
}
