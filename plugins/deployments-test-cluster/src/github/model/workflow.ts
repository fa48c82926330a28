import { GitHubError } from '../contract/gitHubError';

/** An input of `workflow_dispatch`. */
export interface WorkflowInput {
  description?: string;
  required?: boolean;
  default?: string;
  /** Default: `string`. */
  type?: 'string' | 'boolean' | 'number' | 'choice' | 'environment';
  /** Of a `choice`. */
  options?: string[];
}

/** What a step gets. */
export interface StepContext {
  /** Values of the dispatch, and the defaults of those that it left out. */
  inputs: Record<string, string>;
  repository: { owner: string; name: string };
  runId: number;
  /** 1 for the first, one more with every re-run. */
  runAttempt: number;
  /** Name of the GitHub environment, if the workflow has one. */
  environment?: string;
  /** Commit that the run checked out. */
  sha: string;
  /** Aborted when the run ends from outside. The run does not wait for the step then: check it before each effect. */
  signal: AbortSignal;
  /** Adds a line to the job's log. */
  log(line: string): void;
}

/** A step of a job, with the code that it runs. */
export interface WorkflowStep {
  name: string;
  /** What it does. It fails if it returns `fail`, the last line of the log, or throws. */
  run?(
    context: StepContext,
  ): void | { fail: string } | Promise<void | { fail: string }>;
  /** What it writes into the log before it runs, one or several lines. */
  log?: string;
}

/** A job. Jobs run one after another; after a failed one, the rest is skipped. */
export interface WorkflowJob {
  name: string;
  steps: WorkflowStep[];
  /** It continues after a cancellation, as with `if: always()`, until someone cancels with force. */
  ignoresCancel?: boolean;
}

/** A workflow file. */
export interface WorkflowDefinition {
  /** Name of the file below `.github/workflows`. */
  file: string;
  name: string;
  inputs?: Record<string, WorkflowInput>;
  /** `run-name`. Without it, runs have the workflow's name. */
  runNameTemplate?: string;
  /** Environment of the jobs. With reviewers, teams or a wait timer, a run waits before its first job. */
  environment?: {
    /** May contain expressions. */
    name: string;
    /** Logins. */
    reviewers?: string[];
    /** Names of teams that can review. */
    teams?: string[];
    /** Runs say that they wait so long. The stand-in never ends the wait itself: `approve` does. */
    waitTimerMinutes?: number;
    /** May contain expressions. */
    url?: string;
  };
  /** One run of a group runs and one is pending; a newer one cancels the pending one. */
  concurrency?: {
    /** May contain expressions. */
    group: string;
    /** A newer run cancels the running one, too. */
    cancelInProgress?: boolean;
  };
  jobs: WorkflowJob[];
  isDisabled?: boolean;
  /** Whether it has `on: workflow_dispatch`. Default: true. */
  isDispatchable?: boolean;
}

/** A workflow of a repository. */
export interface Workflow extends WorkflowDefinition {
  id: number;
  /** `.github/workflows/<file>`. */
  path: string;
  createdAt: string;
}

function checkValue(name: string, input: WorkflowInput, value: string): void {
  const isAllowed =
    input.type === 'choice'
      ? (input.options ?? []).includes(value)
      : input.type !== 'boolean' || value === 'true' || value === 'false';
  if (!isAllowed) {
    throw new GitHubError(
      422,
      `Provided value '${value}' for input '${name}' not in the list of allowed values`,
    );
  }
}

/**
 * Checks a dispatch's inputs and adds the defaults of those that it leaves out.
 *
 * @throws {@link GitHubError} 422
 */
export function resolveInputs(
  workflow: WorkflowDefinition,
  given: Record<string, unknown>,
): Record<string, string> {
  const declared = workflow.inputs ?? {};
  const unexpected = Object.keys(given).filter(
    name => !Object.hasOwn(declared, name),
  );
  if (unexpected.length > 0) {
    throw new GitHubError(
      422,
      `Unexpected inputs provided: ${JSON.stringify(unexpected)}`,
    );
  }
  const resolved: Record<string, string> = {};
  for (const [name, input] of Object.entries(declared)) {
    const value = Object.hasOwn(given, name)
      ? String(given[name] ?? '')
      : input.default ?? '';
    if (input.required && value === '') {
      throw new GitHubError(422, `Required input '${name}' not provided`);
    }
    if (value !== '') checkValue(name, input, value);
    resolved[name] = value;
  }
  return resolved;
}

/** Checks that a workflow can be dispatched. @throws {@link GitHubError} 422 */
export function checkDispatchable(workflow: WorkflowDefinition): void {
  if (workflow.isDisabled) {
    throw new GitHubError(
      422,
      "Cannot trigger a 'workflow_dispatch' on a disabled workflow",
    );
  }
  if (workflow.isDispatchable === false) {
    throw new GitHubError(
      422,
      "Workflow does not have 'workflow_dispatch' trigger",
    );
  }
}
