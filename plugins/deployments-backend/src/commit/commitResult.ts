import type { Command } from '../domain/deployment/commands';
import type { DeploymentState } from '../domain/deployment/state';
import type { CommitFollowUp } from './commitFollowUp';

export type CommitResult =
  /** `isReleased`: its owner has let go of it with this commit. */
  | {
      result: 'committed';
      state: DeploymentState;
      now: number;
      isReleased: boolean;
    }
  /** The state needed no change: a report that came late or twice. */
  | { result: 'nothing'; state: DeploymentState; now: number }
  /** The state does not allow a person's command. */
  | { result: 'refused'; message: string; state: DeploymentState; now: number }
  /** Another process owns the deployment since. */
  | { result: 'fenced' }
  | { result: 'missing' };

export interface StepResult {
  id: string;
  epoch: number;
  command: (facts: { state: DeploymentState; now: number }) => Command;
  /** The state as the owner knows it, and the time by the database's clock. */
  known?: { state: DeploymentState; now: number };
  followUp?: CommitFollowUp;
}
