import { afterCommit } from '../persistence/groupCommit';
import { applyCommand } from './applyCommand';
import type { CommitDeps } from './commitDeps';
import { commitOptimistically } from './commitOptimistically';
import type { CommitResult, StepCommit } from './commitResult';
import { lockToCommit } from './lockToCommit';

/** Commits the result of an owner's step, unless another owner has claimed the deployment since. */
export async function commitStepResult(
  deps: CommitDeps,
  stepResult: StepCommit,
): Promise<CommitResult> {
  return (
    (await commitOptimistically(deps, stepResult)) ??
    (await commitLocked(deps, stepResult))
  );
}

async function commitLocked(
  deps: CommitDeps,
  stepResult: StepCommit,
): Promise<CommitResult> {
  const { id, epoch, command, cached, followUp } = stepResult;
  return deps.database.transaction(async trx => {
    const locked = await lockToCommit(deps, trx, id, cached?.state);
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
