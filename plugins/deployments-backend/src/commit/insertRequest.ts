import type { Knex } from 'knex';
import type { Command } from '../domain/deployment/commands';
import { decide } from '../domain/deployment/decide/decide';
import type { NewAuditEntry } from '../domain/model/auditEntry';
import type { NewDeployment } from '../persistence/repositories/deployments';
import { insertDeployment } from '../persistence/repositories/deployments';
import type { CommitDeps } from './commitDeps';
import { fold } from './fold';
import type { Locked } from './lockToCommit';
import { toRows } from './commitContents';

export interface NewRequest
  extends Omit<NewDeployment, 'state' | 'wakeAt' | 'reducerVersion'> {
  command: Extract<Command, { type: 'request' }>;
  auditEntry: NewAuditEntry;
}

/**
 * Inserts a requested deployment as queued. The caller starts it in the same transaction, or enqueues its wake-up and
 * publishes it.
 */
export async function insertRequest(
  deps: CommitDeps,
  trx: Knex.Transaction,
  { command, auditEntry, ...row }: NewRequest,
): Promise<Locked> {
  const { now } = command;
  const decided = decide(undefined, command);
  if (decided.result === 'refused') {
    throw new Error(`The request was refused: ${decided.message}`);
  }
  const { state, events } = fold(deps.reducer, {
    before: undefined,
    bodies: decided.events,
    command,
  });
  const inserted: NewDeployment = {
    ...row,
    state,
    wakeAt: now,
    reducerVersion: deps.reducer.version,
  };
  await insertDeployment(
    trx,
    inserted,
    toRows({ before: undefined, events, state, now, auditEntry }),
  );
  const { version: reducerVersion } = deps.reducer;
  return { record: { state, epoch: 0, reducerVersion }, now };
}
