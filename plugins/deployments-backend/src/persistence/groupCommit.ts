import { setImmediate } from 'node:timers/promises';
import type { Knex } from 'knex';
import { createYield } from './yieldToEventLoop';

interface Member {
  /** Throws what the work threw. */
  run(trx: Knex.Transaction): Promise<void>;
  succeed(): void;
  fail(error: unknown): void;
}

type Transact = (
  work: (trx: Knex.Transaction) => Promise<void>,
) => Promise<void>;

/** As many share one commit at most: whoever came first waits for the others, and so do those who only read. */
const AT_MOST = 16;

/** What is to run once a shared transaction is committed. */
const hooks = new WeakMap<Knex.Transaction, (() => void)[]>();

/**
 * Transactions on the one connection that SQLite has. Those that wait for each other anyway are committed together, each
 * behind a savepoint of its own: a commit is synced to the disk, which costs more than all that is written in it. Nobody
 * hears of success before the commit, and what one of them throws undoes only its own part.
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
      // Those who have just heard of a commit that they shared are about to ask for the next one.
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
 * Commits the first with some of those that wait, and returns how many shared the commit. Never throws: each member is
 * told, the first one also of a transaction that could not begin.
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
      hooks.set(trx, committed);
      // Alone so far: if it fails, all is undone.
      await first.run(trx);
      while (members.length < AT_MOST) {
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
      // Knex leaves open what it could not commit, and nobody else could begin on this connection.
      await knex.raw('rollback').catch(() => {});
    }
    members.forEach(({ fail }) => fail(error));
    return 0;
  }
  committed.forEach(run => Promise.resolve().then(run));
  members.forEach(({ succeed }) => succeed());
  return members.length;
}

/** False: it failed and is undone. Throws when the whole transaction is lost. */
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

/** Runs once the transaction is committed; not at all when it, or its part of a shared one, is undone. */
export function afterCommit(trx: Knex.Transaction, run: () => void): void {
  const shared = hooks.get(trx);
  if (shared) {
    shared.push(run);
    return;
  }
  // A rollback is the business of whoever runs the transaction.
  trx.executionPromise.then(run, () => {});
}
