import type { Command } from '../domain/deployment/commands';
import type { DeploymentState } from '../domain/deployment/state';
import type { CommitFollowUp } from './commitFollowUp';

export type CommitResult =
  /** `isReleased`: the commit also released the deployment. */
  | {
      result: 'committed';
      state: DeploymentState;
      now: number;
      isReleased: boolean;
    }
  /** Nothing had to change, for example because the result arrived late or twice. */
  | { result: 'nothing'; state: DeploymentState; now: number }
  /** The state does not allow a person's command. */
  | { result: 'refused'; message: string; state: DeploymentState; now: number }
  /** Another process owns the deployment by now. */
  | { result: 'fenced' }
  | { result: 'missing' };

export interface StepCommit {
  id: string;
  epoch: number;
  command: (facts: { state: DeploymentState; now: number }) => Command;
  /** The state that the owner has cached, with the database's time. */
  cached?: { state: DeploymentState; now: number };
  followUp?: CommitFollowUp;
}
