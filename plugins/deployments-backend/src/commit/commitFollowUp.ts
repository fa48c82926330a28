import type { Command } from '../domain/deployment/commands';
import type { DeploymentState } from '../domain/deployment/state';
import type { Release } from './commitContents';

/**
 * What a deployment's owner adds to a commit after seeing its resulting state. It lets one commit store the result of a
 * step and the intent of the next one, or the last result and the release.
 */
export interface CommitFollowUp {
  /** Returns the intents of the effects that can start in this state. An intent is committed before its effect. */
  listIntents(state: DeploymentState, now: number): Command[];
  /**
   * Returns the release if the owner has nothing to do in this state. Otherwise, or without this function, it stays the
   * owner.
   */
  release?(state: DeploymentState, now: number): Release | undefined;
}
