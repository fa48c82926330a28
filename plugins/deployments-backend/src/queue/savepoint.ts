import type { Knex } from 'knex';

export type SavepointResult<T> =
  | { result: 'done'; value: T }
  /** The transaction goes on as if the work had not been tried. */
  | { result: 'undone'; error: unknown };

/** How long the work may wait for locks that somebody else holds, before it counts as failed. */
const LOCK_PATIENCE_MS = 1_000;

/** Savepoints of one transaction are a stack: two at once would undo each other. */
const turns = new WeakMap<Knex.Transaction, Promise<unknown>>();

/**
 * Work on PostgreSQL that may fail without its transaction. Throws only when the transaction itself is lost. Three round
 * trips rather than one; a nested transaction of knex takes as many, and could wait for a lock for ever.
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
    `savepoint wake_up; set local lock_timeout = ${LOCK_PATIENCE_MS}`,
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
