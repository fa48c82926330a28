import type { Knex } from 'knex';
import type { Dialect } from './dialect';
import type { ResultWriter } from './resultWriter';
import type { Writes } from './watchWrites';

/** The plugin's database. What differs between PostgreSQL and SQLite is here and in `Dialect`. */
export interface Database {
  readonly knex: Knex;
  readonly dialect: Dialect;
  /**
   * Reads the database's clock at this moment, not at the transaction's start, in epoch milliseconds. All replicas compare
   * leases and due times with this clock.
   */
  now(on: Knex | Knex.Transaction): Promise<number>;
  /**
   * Estimates the database's clock without a query, in epoch milliseconds. As long as the two clocks run at the same speed,
   * the estimate is never behind the real clock, and ahead of it by at most the duration of the fastest recent response.
   */
  estimateNow(): number;
  /**
   * Runs `work` in a transaction.
   * SQLite's pool has one connection. So await only queries on `trx` inside `work`, because any other query would wait for
   * this transaction. On PostgreSQL, `work` is retried if the server aborts the transaction to resolve a deadlock. So it
   * must not change anything outside the transaction, except through `afterCommit`.
   */
  transaction<T>(work: (trx: Knex.Transaction) => Promise<T>): Promise<T>;
  /**
   * Runs a change that is a single statement. On PostgreSQL it needs no transaction, which saves two round trips; on
   * SQLite it shares a commit with others. `afterCommit` does not work here.
   */
  statement<T>(work: (on: Knex) => Promise<T>): Promise<T>;
  /** Absent if this database can't write results without locking their rows first. */
  readonly resultWriter?: ResultWriter;
  /** Whether this process's recent writes succeeded. */
  writes(): Writes;
}
