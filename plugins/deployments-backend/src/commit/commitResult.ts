import type { Command, Refused } from '../domain/deployment/commands';
import type { DeploymentState } from '../domain/deployment/state';
import type { CommitContents } from './commitContents';
import type { CommitFollowUp } from './commitFollowUp';

export interface Committed {
  result: 'committed';
  state: DeploymentState;
  /** The database's time of the commit, in epoch milliseconds. */
  now: number;
  /** Whether the commit also released the deployment. */
  isReleased: boolean;
}

export type Unchanged =
  /** Nothing had to change, for example because the result arrived late or twice. */
  | { result: 'nothing'; state: DeploymentState; now: number }
  /** The state does not allow a person's command. */
  | ({ result: 'refused'; state: DeploymentState; now: number } & Refused);

export type CommitResult =
  | Committed
  | Unchanged
  /** Another process owns the deployment by now. */
  | { result: 'fenced' }
  | { result: 'missing' };

/** Builds a command when its commit begins. */
export type BuildCommand = (facts: {
  state: DeploymentState;
  now: number;
}) => Command;

export interface StepCommit {
  id: string;
  epoch: number;
  command: BuildCommand;
  /** The state that the owner has cached, with the database's time. */
  cached?: { state: DeploymentState; now: number };
  followUp?: CommitFollowUp;
}

export function toCommitted(
  { state, release }: CommitContents,
  now: number,
): Committed {
  return { result: 'committed', state, now, isReleased: release !== undefined };
}
