import type { Knex } from 'knex';
import type { Command } from '../domain/deployment/commands';
import type { DeploymentState } from '../domain/deployment/state';
import type { NewAuditEntry } from '../domain/model/auditEntry';
import type { NewDeployment } from '../persistence/repositories/deployments';
import { insertDeployment } from '../persistence/repositories/deployments';
import type { CommitDeps } from './commitDeps';
import { foldDecided } from './foldDecided';
import { toRows } from '../persistence/commitContents';

export interface NewRequest
  extends Omit<NewDeployment, 'state' | 'wakeAt' | 'reducerVersion'> {
  command: Extract<Command, { type: 'request' }>;
  /** The audit entry of the request. */
  record: NewAuditEntry;
}

/**
 * Inserts a requested deployment as queued. The caller starts it in the same transaction, or enqueues its wake-up and
 * publishes it.
 */
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
  await insertDeployment(
    trx,
    inserted,
    toRows({ before: undefined, events, state, now, record }),
  );
  return state;
}
