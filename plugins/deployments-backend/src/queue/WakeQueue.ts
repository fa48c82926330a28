import type { Knex } from 'knex';

/**
 * Wakes the engine. Our tables are the truth: a wake-up that is lost is made up for by the rows that are due, one that
 * comes twice finds nothing to do.
 */
export interface WakeQueue {
  /** For health: how wake-ups travel. */
  readonly description: string;
  /**
   * Within the transaction that makes the work, so that there is a wake-up exactly when there is work. `at`: epoch
   * milliseconds of the database's clock; absent: now.
   */
  enqueue(
    trx: Knex.Transaction,
    deploymentId: string,
    at?: number,
  ): Promise<void>;
  /** Whether this process works, and could begin one more now. */
  readonly hasRoom: boolean;
  /** Wakes this process for a deployment that is its own already; without room it begins as soon as there is some. */
  wakeHere(deploymentId: string): void;
  start(handler: WakeHandler): Promise<void>;
  /** Takes no more wake-ups, aborts the signals of those at work and waits for them. */
  stop(): Promise<void>;
}

/** Called with one deployment at a time per id. It must not reject; a rejection is logged and looked at again later. */
export type WakeHandler = (
  deploymentId: string,
  signal: AbortSignal,
) => Promise<void>;
