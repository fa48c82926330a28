import type { Knex } from 'knex';
import type { Command } from '../domain/deployment/commands';
import type { DeploymentState } from '../domain/deployment/state';
import type { NewAuditEntry } from '../domain/model/auditEntry';
import type { NewDeployment } from '../persistence/repositories/deployments';
import { insertDeployment } from '../persistence/repositories/deployments';
import type { CommitDeps } from './commitDeps';
import { foldDecided } from './foldDecided';
import { toRows } from '../persistence/commitContents';
import { publishChange } from './writeCommit';

export interface NewRequest
  extends Omit<NewDeployment, 'state' | 'wakeAt' | 'reducerVersion'> {
  command: Extract<Command, { type: 'request' }>;
  /** The audit entry of the request. */
  record: NewAuditEntry;
}

/** Inserts a requested deployment as queued. The caller starts it in the same transaction, or enqueues its wake-up. */
export async function insertRequest(
  deps: CommitDeps,
  trx: Knex.Transaction,
  { command, record, ...row }: NewRequest,
): Promise<DeploymentState> {
  const { now } = command;
  const { state, events } = foldDecided(deps.reducer, undefined, command);
  const inserted: NewDeployment = {
    ...row,
    state,
    wakeAt: now,
    reducerVersion: deps.reducer.version,
  };
  await insertDeployment(trx, inserted, {
    dialect: deps.database.dialect,
    rows: toRows({ before: undefined, events, state, now, record }),
  });
  // Not urgent: it has no owner on another replica and no followers yet.
  await publishChange(deps, trx, state, false);
  return state;
}
