import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { Command } from '../domain/deployment/commands';
import { decide } from '../domain/deployment/decide/decide';
import type { DeploymentState } from '../domain/deployment/state';
import type { CommitContents } from '../persistence/commitContents';
import type { OwnerChange } from '../persistence/repositories/deployments';
import type { CommitFollowUp } from './commitFollowUp';
import type { Unchanged } from './commitResult';
import { addFollowUp, fold } from './foldDecided';
import type { Reducer } from './reducer';

/** How a command is committed. */
export interface CommitOptions {
  command: Command;
  /**
   * When to evaluate a deployment again that stays queued, in epoch milliseconds. This can't be derived from its own
   * state, because policies depend on other facts too. Default: immediately.
   */
  nextEvaluationAt?: number;
  /** Who owns the deployment from this commit on. Default: unchanged. A deployment that has ended gets no owner. */
  owner?: OwnerChange;
  followUp?: CommitFollowUp;
}

/** Decides a command on a state, and collects everything that the commit has to write. Writes nothing. */
export function prepareCommit(
  reducer: Reducer,
  { state: before, now }: { state: DeploymentState; now: number },
  options: CommitOptions,
): Unchanged | { result: 'prepared'; contents: CommitContents } {
  const { command, nextEvaluationAt, followUp } = options;
  const decided = decide(before, command);
  if (decided.result === 'refused') {
    return { result: 'refused', message: decided.message, state: before, now };
  }
  if (decided.events.length === 0) {
    return { result: 'nothing', state: before, now };
  }
  const { state, events } = addFollowUp(
    reducer,
    fold(reducer, { before, bodies: decided.events, command }),
    now,
    followUp,
  );
  const contents: CommitContents = {
    before,
    events,
    state,
    reducerVersion: reducer.version,
    now,
    nextEvaluationAt,
    release: followUp?.release?.(state, now),
    owner: isTerminal(state.status) ? undefined : options.owner,
  };
  return { result: 'prepared', contents };
}
