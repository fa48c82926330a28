import type { Knex } from 'knex';
import { afterCommit } from '../persistence/afterCommit';
import type { DispatcherOptions } from './Dispatcher';
import { Dispatcher } from './Dispatcher';
import type { WakeHandler, WakeQueue } from './WakeQueue';

export type LocalQueueOptions = Omit<
  DispatcherOptions,
  'sweepEveryMs' | 'onRoom'
> & {
  /** How often to look for due rows whose wake-up was lost, in milliseconds. Default 1000. */
  sweepEveryMs?: number;
};

/**
 * Delivers wake-ups within one process, in memory. If the process stops, the next one finds the due rows with its first
 * sweep.
 */
export class LocalQueue implements WakeQueue {
  readonly description = 'in process, with a sweep of due rows';
  readonly #dispatcher: Dispatcher;

  constructor(options: LocalQueueOptions) {
    this.#dispatcher = new Dispatcher({ sweepEveryMs: 1_000, ...options });
  }

  async enqueue(
    trx: Knex.Transaction,
    deploymentId: string,
    at?: number,
  ): Promise<void> {
    afterCommit(trx, () => this.wake(deploymentId, at));
  }

  get hasRoom(): boolean {
    return this.#dispatcher.isStarted && this.#dispatcher.room > 0;
  }

  wakeHere(deploymentId: string): void {
    this.wake(deploymentId);
  }

  /** Like `enqueue`, for work that is already committed. */
  wake(deploymentId: string, at?: number): void {
    this.#dispatcher.wake(deploymentId, at);
  }

  async start(handler: WakeHandler): Promise<void> {
    this.#dispatcher.start(handler);
  }

  async stop(): Promise<void> {
    await this.#dispatcher.stop();
  }
}
