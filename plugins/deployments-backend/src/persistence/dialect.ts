import type { Knex } from 'knex';
import type { AddedRows } from './insertRows';

/** Statements that differ between the databases. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres';
  /**
   * Selects the database's clock as `now`, in epoch milliseconds. On SQLite, this is the time when the query was built,
   * and the query may have waited for the connection since.
   */
  selectNow(on: Knex): Knex.Raw;
  /** Locks the rows of a query, and leaves out those that another transaction has locked. */
  forUpdateSkipLocked<Query extends Knex.QueryBuilder>(query: Query): Query;
  /**
   * Waits for a lock, and keeps it until the transaction ends. Returns the database's time when the lock was granted, in
   * epoch milliseconds.
   *
   * @param purpose - separates locks with the same subject
   */
  lock(
    trx: Knex.Transaction,
    purpose: string,
    subject: string,
  ): Promise<number>;
  /** Like `lock`, but returns false instead of waiting. */
  tryLock(trx: Knex.Transaction, purpose: string): Promise<boolean>;
  /** Changes one row and inserts others. */
  changeAndInsert(
    on: Knex,
    change: Knex.QueryBuilder,
    added: readonly AddedRows[],
  ): Promise<void>;
}
