import type { Knex } from 'knex';

/** The hooks of transactions that share a commit with others. They run after the shared commit. */
const hooks = new WeakMap<Knex.Transaction, (() => void)[]>();

/** Makes `afterCommit` add hooks of this transaction to a list. The caller runs them after the commit. */
export function shareHooks(
  trx: Knex.Transaction,
  shared: (() => void)[],
): void {
  hooks.set(trx, shared);
}

/** Calls `run` after the transaction is committed. Does not call it if the transaction is undone. */
export function afterCommit(trx: Knex.Transaction, run: () => void): void {
  const shared = hooks.get(trx);
  if (shared) {
    shared.push(run);
    return;
  }
  // A rollback is reported to the caller of the transaction.
  trx.executionPromise.then(run, () => {});
}
