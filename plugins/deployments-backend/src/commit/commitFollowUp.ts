import type { Command } from '../domain/deployment/commands';
import type { DeploymentState } from '../domain/deployment/state';

/**
 * What the owner of a deployment adds to a commit, once it sees what the commit leads to: so that the result of a step
 * and the intent of the next one take one commit, and the last result needs none to let go.
 */
export interface CommitFollowUp {
  /** What can begin in this state, to be committed before its effect. */
  recordIntent(state: DeploymentState, now: number): Command[];
  /** Whether to let go of it in this state; absent: it is kept. */
  release?(state: DeploymentState, now: number): Release | undefined;
}

export interface Release {
  /** When to look again; absent: only a command brings more. */
  wakeAt?: number;
  /** Until when a call of ours may go on, where one does. */
  leaseUntil?: number;
}
