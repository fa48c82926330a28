import type { Knex } from 'knex';
import { afterCommit } from '../persistence/groupCommit';
import type { DispatcherOptions } from './Dispatcher';
import { Dispatcher } from './Dispatcher';
import type { WakeHandler, WakeQueue } from './WakeQueue';

export type LocalQueueOptions = Omit<
  DispatcherOptions,
  'sweepEveryMs' | 'onRoom'
> & {
  /** How often rows are looked for that no wake-up told of, in milliseconds. Default 1000. */
  sweepEveryMs?: number;
};

/**
 * Wake-ups within one process, in memory. What a stopped process had in memory, the sweep of the next one finds in the
 * rows.
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

  /** Like `enqueue`, for what is committed already. */
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
