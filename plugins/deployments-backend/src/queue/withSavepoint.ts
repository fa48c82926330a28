import type { Knex } from 'knex';

export type SavepointResult<T> =
  | { result: 'done'; value: T }
  /** The work was rolled back, and the transaction continues without it. */
  | { result: 'undone'; error: unknown };

/** How long the work may wait for other transactions' locks. After that, it fails. */
const LOCK_TIMEOUT_MS = 1_000;

/** The savepoints of a transaction form a stack, so two at the same time would undo each other. */
const turns = new WeakMap<Knex.Transaction, Promise<unknown>>();

/**
 * Runs work on PostgreSQL so that its failure doesn't abort the transaction. Throws only if the transaction itself is lost.
 * This takes three round trips instead of one. Knex's nested transactions take as many, and could wait for a lock forever.
 */
export function withSavepoint<T>(
  trx: Knex.Transaction,
  work: () => Promise<T>,
): Promise<SavepointResult<T>> {
  const before = turns.get(trx) ?? Promise.resolve();
  const mine = before.then(() => attempt(trx, work));
  turns.set(
    trx,
    mine.catch(() => {}),
  );
  return mine;
}

async function attempt<T>(
  trx: Knex.Transaction,
  work: () => Promise<T>,
): Promise<SavepointResult<T>> {
  await trx.raw(
    `savepoint wake_up; set local lock_timeout = ${LOCK_TIMEOUT_MS}`,
  );
  try {
    const value = await work();
    await trx.raw(
      'release savepoint wake_up; set local lock_timeout to default',
    );
    return { result: 'done', value };
  } catch (error) {
    await trx.raw('rollback to savepoint wake_up; release savepoint wake_up');
    return { result: 'undone', error };
  }
}
