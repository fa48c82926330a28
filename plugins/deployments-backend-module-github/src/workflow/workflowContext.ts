import type { GitHubRepository } from '../client/gitHubRepository';
import type { DispatchLedger } from './dispatchLedger';

/** Waiting times, in milliseconds. */
export interface WorkflowTiming {
  /**
   * How long the run of a dispatch with a lost response may take to appear, before it is dispatched again. At least as long
   * as `appearsWithinMs`, because the dispatch may have been accepted.
   */
  lookAgainAfterMs: number;
  /** How long the run of an accepted dispatch may take to appear. */
  appearsWithinMs: number;
  /** How long a run may take to stop, before it is cancelled with force. */
  forceCancelAfterMs: number;
  /** How often a cancelled run is looked at. */
  cancelPollMs: number;
}

export const DEFAULT_TIMING: WorkflowTiming = {
  lookAgainAfterMs: 120_000,
  appearsWithinMs: 120_000,
  forceCancelAfterMs: 60_000,
  cancelPollMs: 1_000,
};

/** What everything about the workflows of a repository needs. */
export interface WorkflowContext {
  repository: GitHubRepository;
  ledger: DispatchLedger;
  timing: WorkflowTiming;
}
