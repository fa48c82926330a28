import type { Knex } from 'knex';

/**
 * Wakes the engine when a deployment has work. The deployments table is the truth: if a wake-up is lost, its row is still
 * due and is found by a sweep, and a repeated wake-up finds nothing to do.
 */
export interface WakeQueue {
  /** How wake-ups are delivered, in words, for the health endpoint. */
  readonly description: string;
  /**
   * Enqueues a wake-up in the transaction that creates the work, so that there is one exactly if there is work. `at` is in
   * epoch milliseconds by the database's clock. Default: now.
   */
  enqueue(
    trx: Knex.Transaction,
    deploymentId: string,
    at?: number,
  ): Promise<void>;
  /** Whether this process is started and could run one more deployment now. */
  readonly hasRoom: boolean;
  /**
   * Wakes this process for a deployment that it owns already. Without room, the deployment starts as soon as there is
   * room.
   */
  wakeHere(deploymentId: string): void;
  start(handler: WakeHandler): Promise<void>;
  /** Takes no more wake-ups, aborts the running handlers and waits for them. */
  stop(): Promise<void>;
}

/**
 * Advances a woken deployment. Calls for the same id never overlap. If it rejects, that is logged and retried with a
 * sweep.
 */
export type WakeHandler = (
  deploymentId: string,
  signal: AbortSignal,
) => Promise<void>;
