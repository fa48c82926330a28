import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { Command } from '../domain/deployment/commands';
import { decide } from '../domain/deployment/decide/decide';
import type { DeploymentState } from '../domain/deployment/state';
import type { CommitContents } from './commitContents';
import type { Lease } from '../persistence/repositories/deployments';
import type { CommitFollowUp } from './commitFollowUp';
import type { Unchanged } from './commitResult';
import type { Folded } from './fold';
import { addIntents, fold } from './fold';
import type { Reducer } from './reducer';

/** How a command is committed. */
export interface CommitOptions {
  /** Absent if only the follow-up is committed. */
  command?: Command;
  /**
   * When to evaluate a deployment again that stays queued, in epoch milliseconds. This can't be derived from its own
   * state, because policies depend on other facts too. Default: immediately.
   */
  nextEvaluationAt?: number;
  /** Who owns the deployment from this commit on. Default: unchanged. A deployment that has ended gets no owner. */
  owner?: Lease;
  followUp?: CommitFollowUp;
}

/** Decides a command on a state, and collects everything that the commit has to write. Writes nothing. */
export function prepareCommit(
  reducer: Reducer,
  { state: before, now }: { state: DeploymentState; now: number },
  options: CommitOptions,
): Unchanged | { result: 'prepared'; contents: CommitContents } {
  const { command, nextEvaluationAt, followUp } = options;
  let folded: Folded = { state: before, events: [] };
  if (command) {
    const decided = decide(before, command);
    if (decided.result === 'refused') {
      return { ...decided, state: before, now };
    }
    if (decided.events.length === 0) {
      return { result: 'nothing', state: before, now };
    }
    folded = fold(reducer, { before, bodies: decided.events, command });
  }
  const { state, events } = addIntents(reducer, folded, now, followUp);
  if (events.length === 0) {
    return { result: 'nothing', state, now };
  }
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
