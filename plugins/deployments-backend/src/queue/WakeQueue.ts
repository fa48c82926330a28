import type { Knex } from 'knex';

/**
 * Wakes the engine when a deployment has work. What counts is the deployments table: if a wake-up is lost, the row is still
 * due and a sweep finds it, and a repeated wake-up finds nothing to do.
 */
export interface WakeQueue {
  /** How wake-ups are delivered, in words, for the health endpoint. */
  readonly description: string;
  /**
   * Enqueues a wake-up in the transaction that creates the work, so that either both exist or neither. `at` is in epoch
   * milliseconds by the database's clock. Default: now.
   */
  enqueue(
    trx: Knex.Transaction,
    deploymentId: string,
    at?: number,
  ): Promise<void>;
  /** Whether this queue is started and this process could run one more deployment now. */
  readonly hasRoom: boolean;
  /** Wakes this process for a deployment that it already owns, now or as soon as it has capacity. */
  wakeHere(deploymentId: string): void;
  start(handler: WakeHandler): Promise<void>;
  /** Stops receiving wake-ups, aborts the running handlers and waits for them. */
  stop(): Promise<void>;
}

/** Continues a woken deployment. Calls for the same id never overlap. A rejection is logged, and the next sweep retries. */
export type WakeHandler = (
  deploymentId: string,
  signal: AbortSignal,
) => Promise<void>;
