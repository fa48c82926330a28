import { setImmediate } from 'node:timers/promises';
import type { Knex } from 'knex';
import { shareHooks } from '../afterCommit';
import { createYield } from '../yieldToEventLoop';

interface Member {
  /** Throws what the work threw. */
  run(trx: Knex.Transaction): Promise<void>;
  succeed(): void;
  fail(error: unknown): void;
}

type Transact = (
  work: (trx: Knex.Transaction) => Promise<void>,
) => Promise<void>;

/** How many transactions share a commit at most. The first one waits for all the others, and so do readers. */
const MAX_MEMBERS = 16;

/**
 * Runs transactions on SQLite's one connection. Transactions that would wait for each other share a commit, because a commit
 * is synced to the disk and costs more than all the writes in it. Each has its own savepoint, so an error undoes only the
 * failed one's part. Success is reported only after the commit.
 */
export function groupCommits(
  knex: Knex,
  /** Runs one transaction. Default: the database's own. */
  transact: Transact = work => knex.transaction(work),
): <T>(work: (trx: Knex.Transaction) => Promise<T>) => Promise<T> {
  const waiting: Member[] = [];
  let isBusy = false;
  const turn = createYield();

  async function commitAll(): Promise<void> {
    if (isBusy) {
      return;
    }
    isBusy = true;
    for (let first = waiting.shift(); first; first = waiting.shift()) {
      const shared = await commitSome(knex, transact, first, waiting);
      // Callers whose shared commit just finished are about to ask for the next one.
      if (shared > 1) await setImmediate();
      else await turn();
    }
    isBusy = false;
  }

  return work =>
    new Promise((resolve, reject) => {
      let succeed = () => {};
      waiting.push({
        run: async trx => {
          const value = await work(trx);
          succeed = () => resolve(value);
        },
        succeed: () => succeed(),
        fail: reject,
      });
      commitAll();
    });
}

/**
 * Commits the first transaction together with some of the waiting ones, and returns how many shared the commit. Never throws:
 * each member gets its own error. If the transaction could not begin, the first one gets that error.
 */
async function commitSome(
  knex: Knex,
  transact: Transact,
  first: Member,
  waiting: Member[],
): Promise<number> {
  const members = [first];
  const committed: (() => void)[] = [];
  let isCommitting = false;
  try {
    await transact(async trx => {
      shareHooks(trx, committed);
      // So far there is only one member, so its error undoes everything.
      await first.run(trx);
      while (members.length < MAX_MEMBERS) {
        const next = waiting.shift();
        if (!next) {
          break;
        }
        if (await runBehindSavepoint(trx, next, committed)) {
          members.push(next);
        }
      }
      isCommitting = true;
    });
  } catch (error) {
    if (isCommitting) {
      // If the commit fails, Knex leaves the transaction open, and no other could begin on this connection.
      await knex.raw('rollback').catch(() => {});
    }
    members.forEach(({ fail }) => fail(error));
    return 0;
  }
  committed.forEach(run => Promise.resolve().then(run));
  members.forEach(({ succeed }) => succeed());
  return members.length;
}

/** Returns false if the member failed and was undone. Throws when the whole transaction is lost. */
async function runBehindSavepoint(
  trx: Knex.Transaction,
  member: Member,
  committed: (() => void)[],
): Promise<boolean> {
  const before = committed.length;
  await trx.raw('savepoint member');
  try {
    await member.run(trx);
  } catch (error) {
    member.fail(error);
    committed.length = before;
    await trx.raw('rollback to member');
    await trx.raw('release member');
    return false;
  }
  await trx.raw('release member');
  return true;
}
