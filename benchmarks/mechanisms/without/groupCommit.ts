import type { groupCommits as original } from '../../../plugins/deployments-backend/src/persistence/sqlite/groupCommit';

/** Commits each transaction alone. */
export const groupCommits: typeof original =
  (knex, transact = work => knex.transaction(work)) =>
  async work => {
    const results: Awaited<ReturnType<typeof work>>[] = [];
    await transact(async trx => {
      results.push(await work(trx));
    });
    return results[0];
  };
