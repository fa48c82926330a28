import type { Knex } from 'knex';
import type { DeploymentState } from '../domain/deployment/state';
import type { Lease } from '../persistence/repositories/deployments';
import { changeOwner } from '../persistence/repositories/deployments';
import type { CommitDeps } from './commitDeps';
import type { CommitFollowUp } from './commitFollowUp';
import { addFollowUp, foldDecided } from './foldDecided';
import type { Locked } from './lockToCommit';
import { writeCommit } from './writeCommit';

/** Assigns a locked deployment to an owner and commits the intents of the effects that can start. */
export async function assignOwner(
  deps: CommitDeps,
  trx: Knex.Transaction,
  options: {
    locked: Locked;
    lease: Lease;
    fence?: number;
    followUp: CommitFollowUp;
  },
): Promise<DeploymentState> {
  const { locked, lease, fence, followUp } = options;
  const { now } = locked;
  const before = locked.record.state;
  const claimed =
    fence === undefined
      ? { state: before, events: [] }
      : foldDecided(deps.reducer, before, { type: 'claim', fence, now });
  const { state, events } = addFollowUp(deps.reducer, claimed, now, followUp);
  const owner = { type: 'take', ...lease } as const;
  if (events.length === 0) {
    await changeOwner(trx, before.id, owner);
  } else {
    await writeCommit(deps, trx, {
      before,
      events,
      state,
      reducerVersion: deps.reducer.version,
      now,
      isUrgent: false,
      owner,
    });
  }
  return state;
}
