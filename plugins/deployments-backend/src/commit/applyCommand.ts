import type { Knex } from 'knex';
import type { CommitDeps } from './commitDeps';
import type { Committed, Unchanged } from './commitResult';
import { toCommitted } from './commitResult';
import type { Locked } from './lockToCommit';
import type { CommitOptions } from './prepareCommit';
import { prepareCommit } from './prepareCommit';
import { writeCommit } from './writeCommit';

export interface ApplyOptions extends CommitOptions {
  locked: Locked;
  /** Whether to wake the engine so that it reacts immediately. Results of its own steps need no wake-up. */
  isUrgent: boolean;
}

/** Decides a command on a locked row and writes the commit. */
export async function applyCommand(
  deps: CommitDeps,
  trx: Knex.Transaction,
  { locked, isUrgent, ...options }: ApplyOptions,
): Promise<Committed | Unchanged> {
  const { record, now } = locked;
  const seen = { state: record.state, now };
  const prepared = prepareCommit(deps.reducer, seen, options);
  if (prepared.result !== 'prepared') {
    return prepared;
  }
  await writeCommit(deps, trx, { ...prepared.contents, isUrgent });
  return toCommitted(prepared.contents, now);
}
