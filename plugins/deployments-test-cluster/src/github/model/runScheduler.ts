import { EventEmitter } from 'node:events';
import { GitHubError } from '../contract/gitHubError';
import { ConcurrencyGroups } from './concurrencyGroups';
import { Deployment, Deployments, DeploymentState } from './deployments';
import { completeJob, createJob, executeJobs } from './executeJobs';
import { renderTemplate } from './expressions';
import { RunInterruption, waitUnlessAborted } from './interruption';
import { GitHubRepository } from './repository';
import { checkDispatchable, resolveInputs, Workflow } from './workflow';
import { Conclusion, JobRecord, RunStatus, WorkflowRun } from './workflowRun';

/** Options of a scheduler. */
export interface RunSchedulerOptions {
  createId: () => number;
  now: () => number;
  /** ISO 8601, in whole seconds. */
  getTime: () => string;
  deployments: Deployments;
  /** URL of a job's page. */
  buildJobUrl: (run: WorkflowRun, jobId: number) => string;
}

/** What a dispatch asks for. */
export interface DispatchSettings {
  ref: string;
  inputs?: Record<string, unknown>;
  actor: string;
}

/** The attempt of a run that has not ended. */
interface Attempt {
  cancelled: AbortController;
  forced: AbortController;
  review?: (decision: 'approved' | 'rejected') => void;
  deployment?: Deployment;
  ended: Promise<void>;
}

/** Starts runs, and takes them from one status to the next. */
export class RunScheduler {
  readonly #options: RunSchedulerOptions;
  readonly #runs = new Map<number, WorkflowRun>();
  readonly #attempts = new Map<WorkflowRun, Attempt>();
  readonly #groups = new ConcurrencyGroups(run => this.#interrupt(run));
  readonly #changes = new EventEmitter().setMaxListeners(0);
  #freeRunners: Promise<void> = Promise.resolve();
  #releaseRunners: (() => void) | undefined;
  /** How long lists do not show a new run, in milliseconds. */
  listDelayMs = 0;

  constructor(options: RunSchedulerOptions) {
    this.#options = options;
  }

  /** The oldest first. */
  get runs(): WorkflowRun[] {
    return [...this.#runs.values()];
  }

  /** @throws {@link GitHubError} 422, as GitHub checks a dispatch */
  dispatch(
    repository: GitHubRepository,
    workflow: Workflow,
    { ref, inputs: given = {}, actor }: DispatchSettings,
  ): WorkflowRun {
    checkDispatchable(workflow);
    const found = repository.findReference(ref);
    if (!found) throw new GitHubError(422, `No ref found for: ${ref}`);
    const inputs = resolveInputs(workflow, given);
    const id = this.#options.createId();
    const values = {
      inputs,
      github: {
        ref_name: found.name,
        sha: found.sha,
        actor,
        run_id: String(id),
        repository: repository.fullName,
        workflow: workflow.name,
      },
    };
    const time = this.#options.getTime();
    const { environment, concurrency } = workflow;
    const run: WorkflowRun = {
      id,
      number: this.runs.filter(other => other.workflow === workflow).length + 1,
      attempt: 1,
      repository,
      workflow,
      inputs,
      title: workflow.runNameTemplate
        ? renderTemplate(workflow.runNameTemplate, values)
        : workflow.name,
      ref: found.name,
      sha: found.sha,
      actor,
      status: 'queued',
      conclusion: null,
      createdAt: time,
      dispatchedAt: this.#options.now(),
      startedAt: time,
      updatedAt: time,
      environment: environment && {
        id: this.#options.createId(),
        name: renderTemplate(environment.name, values),
        reviewers: environment.reviewers ?? [],
        teams: environment.teams ?? [],
        waitTimer: environment.waitTimerMinutes ?? 0,
        url: environment.url && renderTemplate(environment.url, values),
      },
      concurrency: concurrency && {
        group: renderTemplate(concurrency.group, values),
        cancelInProgress: concurrency.cancelInProgress,
      },
      jobs: [],
    };
    this.#runs.set(id, run);
    this.#startAttempt(run);
    return run;
  }

  /** @throws {@link GitHubError} 409 if the run has ended */
  cancel(run: WorkflowRun, options: { isForced?: boolean } = {}): void {
    if (run.status === 'completed') {
      throw new GitHubError(
        409,
        'Cannot cancel a workflow run that is completed.',
      );
    }
    this.#interrupt(run, options);
  }

  /** Ends a run as GitHub itself does, e.g. `timed_out`. */
  async complete(run: WorkflowRun, conclusion: Conclusion): Promise<void> {
    const attempt = this.#attempts.get(run);
    if (!attempt) throw new Error(`Run ${run.id} has ended already.`);
    this.#interrupt(run, { conclusion, isForced: true });
    await attempt.ended;
  }

  /** @throws {@link GitHubError} 403 if the run has not ended */
  rerun(run: WorkflowRun): void {
    if (run.status !== 'completed') {
      throw new GitHubError(403, 'This workflow is already running');
    }
    run.attempt += 1;
    run.conclusion = null;
    run.startedAt = this.#options.getTime();
    this.#setStatus(run, 'queued');
    this.#startAttempt(run);
  }

  /**
   * Decides about a run that waits for a review.
   *
   * @throws {@link GitHubError} 422 if it does not
   */
  review(run: WorkflowRun, decision: 'approved' | 'rejected'): Deployment {
    const { review, deployment } = this.#attempts.get(run) ?? {};
    if (!review || !deployment) {
      throw new GitHubError(422, 'No pending deployment requests to approve');
    }
    review(decision);
    return deployment;
  }

  delete(run: WorkflowRun): void {
    if (run.status !== 'completed') {
      throw new GitHubError(403, 'Could not delete the workflow run');
    }
    this.#runs.delete(run.id);
  }

  find(id: number): WorkflowRun | undefined {
    return this.#runs.get(id);
  }

  /** Without runners, runs stay queued. */
  setRunnersAvailable(areAvailable: boolean): void {
    if (areAvailable) {
      this.#releaseRunners?.();
      this.#releaseRunners = undefined;
    } else if (!this.#releaseRunners) {
      this.#freeRunners = new Promise(resolve => {
        this.#releaseRunners = resolve;
      });
    }
  }

  /** Waits until a run has a status. Throws if the run ends without it. */
  async waitForStatus(run: WorkflowRun, status: RunStatus): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      // At every change, since a status can be over before a promise is settled.
      const check = () => {
        if (run.status === status) {
          resolve();
        } else if (run.status === 'completed') {
          reject(
            new Error(
              `Run ${run.id} ended as ${run.conclusion} and was never ${status}.`,
            ),
          );
        } else {
          return;
        }
        this.#changes.off('change', check);
      };
      this.#changes.on('change', check);
      check();
    });
  }

  /** Ends all runs. */
  async close(): Promise<void> {
    const attempts = [...this.#attempts];
    for (const [run] of attempts) this.#interrupt(run, { isForced: true });
    await Promise.all(attempts.map(([, { ended }]) => ended));
  }

  #interrupt(
    run: WorkflowRun,
    {
      conclusion = 'cancelled',
      isForced = false,
    }: { conclusion?: Conclusion; isForced?: boolean } = {},
  ): void {
    const attempt = this.#attempts.get(run);
    const reason = new RunInterruption(conclusion);
    attempt?.cancelled.abort(reason);
    if (isForced) attempt?.forced.abort(reason);
  }

  #setStatus(run: WorkflowRun, status: RunStatus): void {
    run.status = status;
    run.updatedAt = this.#options.getTime();
    this.#changes.emit('change');
  }

  #startAttempt(run: WorkflowRun): void {
    const attempt: Attempt = {
      cancelled: new AbortController(),
      forced: new AbortController(),
      ended: Promise.resolve(),
    };
    this.#attempts.set(run, attempt);
    attempt.ended = this.#runAttempt(run, attempt);
  }

  async #runAttempt(run: WorkflowRun, attempt: Attempt): Promise<void> {
    const { signal } = attempt.cancelled;
    let job: JobRecord | undefined;
    let conclusion: Conclusion;
    try {
      // The response to the dispatch comes first.
      await waitUnlessAborted(new Promise(setImmediate), signal);
      await this.#awaitGroup(run, signal);
      job = createJob({ ...this.#options, run }, run.workflow.jobs[0]);
      attempt.deployment = this.#createDeployment(run);
      await this.#awaitReview(run, job, attempt);
      await waitUnlessAborted(this.#freeRunners, signal);
      this.#setStatus(run, 'in_progress');
      this.#reportState(run, job, 'in_progress');
      conclusion = await executeJobs(
        {
          ...this.#options,
          run,
          interruptions: { cancelled: signal, forced: attempt.forced.signal },
        },
        job,
      );
    } catch (error) {
      if (!(error instanceof RunInterruption)) throw error;
      conclusion = error.conclusion;
      if (job) completeJob(job, conclusion, this.#options.getTime());
    }
    if (job) {
      const isSuccess = conclusion === 'success';
      this.#reportState(run, job, isSuccess ? 'success' : 'failure');
    }
    this.#attempts.delete(run);
    if (run.concurrency) this.#groups.leave(run.concurrency.group, run);
    run.conclusion = conclusion;
    this.#setStatus(run, 'completed');
  }

  async #awaitGroup(run: WorkflowRun, signal: AbortSignal): Promise<void> {
    if (!run.concurrency) return;
    const { group } = run.concurrency;
    const turn = this.#groups.join(group, run, run.concurrency);
    if (!turn) return;
    this.#setStatus(run, 'pending');
    await waitUnlessAborted(turn, signal);
    this.#setStatus(run, 'queued');
  }

  async #awaitReview(
    run: WorkflowRun,
    job: JobRecord,
    attempt: Attempt,
  ): Promise<void> {
    const { environment } = run;
    if (!environment) return;
    const reviewerCount =
      environment.reviewers.length + environment.teams.length;
    if (reviewerCount === 0 && environment.waitTimer === 0) return;
    environment.waitingSince = this.#options.getTime();
    const decided = new Promise<'approved' | 'rejected'>(resolve => {
      attempt.review = resolve;
    });
    job.status = 'waiting';
    this.#setStatus(run, 'waiting');
    const decision = await waitUnlessAborted(decided, attempt.cancelled.signal);
    delete attempt.review;
    if (decision === 'rejected') throw new RunInterruption('failure');
    job.status = 'queued';
    this.#setStatus(run, 'queued');
  }

  /** Without statuses until a runner starts: the description has no state for a deployment that waits. */
  #createDeployment(run: WorkflowRun): Deployment | undefined {
    if (!run.environment) return undefined;
    return this.#options.deployments.create({
      repository: run.repository,
      sha: run.sha,
      ref: run.ref,
      task: 'deploy',
      environment: run.environment.name,
      description: null,
      payload: {},
      creator: 'github-actions[bot]',
    });
  }

  #reportState(run: WorkflowRun, job: JobRecord, state: DeploymentState): void {
    const deployment = this.#attempts.get(run)?.deployment;
    if (!deployment) return;
    this.#options.deployments.addStatus(deployment, {
      state,
      environmentUrl: run.environment?.url,
      logUrl: this.#options.buildJobUrl(run, job.id),
    });
  }
}
