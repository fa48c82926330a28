import { GitHubRepository } from './repository';
import { Workflow } from './workflow';

export type RunStatus =
  | 'queued'
  | 'pending'
  | 'waiting'
  | 'in_progress'
  | 'completed';

export type Conclusion =
  | 'success'
  | 'failure'
  | 'cancelled'
  | 'skipped'
  | 'timed_out'
  | 'action_required'
  | 'neutral'
  | 'stale';

/** A step of a job's execution. */
export interface StepRecord {
  name: string;
  number: number;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: Conclusion | null;
  startedAt: string | null;
  completedAt: string | null;
}

/** One execution of a job. */
export interface JobRecord {
  id: number;
  attempt: number;
  name: string;
  status: RunStatus;
  conclusion: Conclusion | null;
  createdAt: string;
  startedAt: string;
  completedAt: string | null;
  steps: StepRecord[];
  log: string[];
}

/** A run of a workflow. Times are GitHub's: ISO 8601, in whole seconds. */
export interface WorkflowRun {
  id: number;
  /** Counts the runs of its workflow. */
  number: number;
  attempt: number;
  repository: GitHubRepository;
  workflow: Workflow;
  inputs: Record<string, string>;
  title: string;
  /** Name of the branch or tag. */
  ref: string;
  sha: string;
  actor: string;
  status: RunStatus;
  conclusion: Conclusion | null;
  createdAt: string;
  /** In epoch milliseconds. Lists do not show a run at once; see `listDelayMs`. */
  dispatchedAt: number;
  startedAt: string;
  updatedAt: string;
  environment?: {
    id: number;
    name: string;
    reviewers: string[];
    teams: string[];
    /** In minutes; 0 without. */
    waitTimer: number;
    /** Begin of the wait. */
    waitingSince?: string;
    url?: string;
  };
  concurrency?: { group: string; cancelInProgress?: boolean };
  /** Of all attempts. */
  jobs: JobRecord[];
}
