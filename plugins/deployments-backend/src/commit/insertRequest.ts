import { isTerminal } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { Command } from '../domain/deployment/commands';
import { overdueAt } from '../domain/deployment/overdueDecision';
import type { DeploymentState } from '../domain/deployment/state';
import type { NewAuditEntry } from '../domain/model/auditEntry';
import type {
  Lease,
  NewDeployment,
} from '../persistence/repositories/deployments';
import { insertDeployment } from '../persistence/repositories/deployments';
import type { CommitDeps } from './commitDeps';
import type { CommitFollowUp } from './commitFollowUp';
import { addFollowUp, foldDecided } from './foldDecided';
import {
  changeServiceEnvironment,
  findNextWorkAt,
  publishChange,
  toRows,
} from './writeCommit';

export interface NewRequest
  extends Omit<
    NewDeployment,
    'state' | 'wakeAt' | 'overdueAt' | 'reducerVersion'
  > {
  command: Extract<Command, { type: 'request' }>;
  /** The audit entry of the request. */
  record: NewAuditEntry;
  /** Present if the deployment starts immediately, owned by the process with this lease. */
  start?: {
    command: Extract<Command, { type: 'start' }>;
    lease: Lease;
    followUp: CommitFollowUp;
  };
}

/** Inserts a requested deployment, which may start in the same commit. */
export async function insertRequest(
  deps: CommitDeps,
  trx: Knex.Transaction,
  options: NewRequest,
): Promise<DeploymentState> {
  const { command, record, start, ...row } = options;
  const { now } = command;
  const requested = foldDecided(deps.reducer, undefined, command);
  const { state, events } = start
    ? addFollowUp(
        deps.reducer,
        foldDecided(deps.reducer, requested.state, start.command, requested),
        now,
        start.followUp,
      )
    : requested;
  const inserted: NewDeployment = {
    ...row,
    state,
    wakeAt: findNextWorkAt(state, now, now),
    overdueAt: start ? overdueAt(state) : undefined,
    reducerVersion: deps.reducer.version,
    lease: isTerminal(state.status) ? undefined : start?.lease,
  };
  await insertDeployment(trx, inserted, {
    dialect: deps.database.dialect,
    rows: toRows({ before: undefined, events, state, now, record }),
  });
  await changeServiceEnvironment(deps, trx, {
    before: requested.state,
    events,
    state,
    now,
  });
  // Not urgent: it has no owner on another replica and no followers yet.
  await publishChange(deps, trx, state, false);
  if (!start) {
    await deps.queue.enqueue(trx, state.id);
  }
  return state;
}
