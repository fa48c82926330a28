import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { Command } from '../domain/deployment/commands';
import { decide } from '../domain/deployment/decide/decide';
import type { OwnerChange } from '../persistence/repositories/deployments';
import type { CommitDeps } from './commitDeps';
import type { CommitFollowUp } from './commitFollowUp';
import type { CommitResult } from './commitResult';
import { addFollowUp, fold } from './foldDecided';
import type { Locked } from './lockToCommit';
import { writeCommit } from './writeCommit';

export interface ApplyOptions {
  locked: Locked;
  command: Command;
  /** Whether the engine must react immediately, so it is woken. Results of its own steps need no wake-up. */
  isUrgent: boolean;
  /**
   * When to evaluate a deployment again that stays queued, in epoch milliseconds. This can't be derived from its own
   * state, because policies depend on other facts too. Default: immediately.
   */
  nextEvaluationAt?: number;
  /** Who owns the deployment from this commit on. Default: unchanged. A deployment that has ended gets no owner. */
  owner?: OwnerChange;
  followUp?: CommitFollowUp;
}

/**
 * Decides a command on a locked row and writes everything that follows from it: events, state, service environment, audit
 * entries, messages and wake-up.
 */
export async function applyCommand(
  deps: CommitDeps,
  trx: Knex.Transaction,
  options: ApplyOptions,
): Promise<Exclude<CommitResult, { result: 'fenced' | 'missing' }>> {
  const { locked, command, followUp } = options;
  const { now } = locked;
  const before = locked.record.state;
  const decided = decide(before, command);
  if (decided.result === 'refused') {
    return { result: 'refused', message: decided.message, state: before, now };
  }
  if (decided.events.length === 0) {
    return { result: 'nothing', state: before, now };
  }
  const folded = addFollowUp(
    deps.reducer,
    fold(deps.reducer, { before, bodies: decided.events, command }),
    now,
    followUp,
  );
  const release = followUp?.release?.(folded.state, now);
  await writeCommit(deps, trx, {
    ...options,
    ...folded,
    before,
    now,
    release,
    owner: isTerminal(folded.state.status) ? undefined : options.owner,
  });
  return {
    result: 'committed',
    state: folded.state,
    now,
    isReleased: release !== undefined,
  };
}
