import { afterCommit } from '../persistence/afterCommit';
import { applyCommand } from './applyCommand';
import type { CommitDeps } from './commitDeps';
import type { Committed, CommitResult, StepCommit } from './commitResult';
import { toCommitted } from './commitResult';
import { lockToCommit } from './lockToCommit';
import { prepareCommit } from './prepareCommit';
import { toStoredResult } from './toStoredResult';
import { reportCommitted } from './writeCommit';

/** Commits the result of an owner's step, unless another owner has claimed the deployment since. */
export async function commitStepResult(
  deps: CommitDeps,
  stepResult: StepCommit,
): Promise<CommitResult> {
  return (
    (await commitUnlocked(deps, stepResult)) ??
    (await commitLocked(deps, stepResult))
  );
}

/**
 * Commits on top of the owner's cached state, if the database can write that without locking the row first and the state
 * is still the stored one. Returns `undefined` if nothing was written.
 */
async function commitUnlocked(
  deps: CommitDeps,
  { epoch, command, cached, followUp }: StepCommit,
): Promise<Committed | undefined> {
  const { resultWriter } = deps.database;
  if (!resultWriter || !cached) {
    return undefined;
  }
  const options = { command: command(cached), followUp };
  const prepared = prepareCommit(deps.reducer, cached, options);
  if (prepared.result !== 'prepared') {
    return undefined;
  }
  const { contents } = prepared;
  const stored = toStoredResult(epoch, contents);
  const committedAt = stored && (await resultWriter.write(stored));
  if (committedAt === undefined) {
    return undefined;
  }
  reportCommitted(deps, contents);
  return toCommitted(contents, Math.max(committedAt, contents.state.at));
}

async function commitLocked(
  deps: CommitDeps,
  { id, epoch, command, cached, followUp }: StepCommit,
): Promise<CommitResult> {
  return deps.database.transaction(async trx => {
    const locked = await lockToCommit(trx, id, cached?.state);
    if (!locked) {
      return { result: 'missing' };
    }
    if (locked.record.epoch !== epoch) {
      afterCommit(trx, () => deps.counters.fencedWrite());
      return { result: 'fenced' };
    }
    const { now } = locked;
    return applyCommand(deps, trx, {
      locked,
      command: command({ state: locked.record.state, now }),
      isUrgent: false,
      followUp,
    });
  });
}
