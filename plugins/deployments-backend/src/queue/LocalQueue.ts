import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { Knex } from 'knex';
import { afterCommit } from '../store/database';
import type { WakeHandler, WakeQueue } from './WakeQueue';

export interface LocalQueueOptions {
  logger: LoggerService;
  /** Deployments at work at once. */
  concurrency: number;
  /** Rows that are due and nobody works on, the longest due first. */
  findDue(limit: number): Promise<string[]>;
  /** Epoch milliseconds by the clock that `at` of a wake-up is told in. */
  now(): number;
  /** How often rows are looked for that no wake-up told of, in milliseconds. Default 1000. */
  sweepEveryMs?: number;
}

// setTimeout fires at once for more than 2^31 ms; the sweep finds what is further away.
const FARTHEST_TIMER_MS = 60 * 60_000;

/**
 * Wake-ups within one process, in memory. What a stopped process had in memory, the sweep of the next one finds in the
 * rows.
 */
export class LocalQueue implements WakeQueue {
  readonly description = 'in process, with a sweep of due rows';
  readonly #options: LocalQueueOptions;
  readonly #waiting = new Set<string>();
  readonly #atWork = new Map<string, Promise<void>>();
  /** Woken while at work: looked at again afterwards. */
  readonly #again = new Set<string>();
  readonly #timers = new Map<string, { at: number; timer: NodeJS.Timeout }>();
  readonly #stopping = new AbortController();
  #handler?: WakeHandler;
  #sweeper?: NodeJS.Timeout;
  #sweeping?: Promise<void>;

  constructor(options: LocalQueueOptions) {
    this.#options = options;
  }

  async enqueue(
    trx: Knex.Transaction,
    deploymentId: string,
    at?: number,
  ): Promise<void> {
    afterCommit(trx, () => this.wake(deploymentId, at));
  }

  /** Like `enqueue`, for what is committed already. */
  wake(deploymentId: string, at?: number): void {
    if (!this.#handler || this.#stopping.signal.aborted) {
      return;
    }
    const delay = at === undefined ? 0 : at - this.#options.now();
    if (delay > 0) {
      this.#wakeLater(deploymentId, at ?? 0, delay);
      return;
    }
    if (this.#atWork.has(deploymentId)) {
      this.#again.add(deploymentId);
      return;
    }
    this.#waiting.add(deploymentId);
    this.#pump();
  }

  async start(handler: WakeHandler): Promise<void> {
    this.#handler = handler;
    this.#scheduleSweep(0);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    clearTimeout(this.#sweeper);
    for (const { timer } of this.#timers.values()) {
      clearTimeout(timer);
    }
    this.#timers.clear();
    this.#waiting.clear();
    await this.#sweeping;
    await Promise.all(this.#atWork.values());
  }

  #wakeLater(deploymentId: string, at: number, delay: number): void {
    const known = this.#timers.get(deploymentId);
    if (delay > FARTHEST_TIMER_MS || (known && known.at <= at)) {
      return;
    }
    clearTimeout(known?.timer);
    const timer = setTimeout(() => {
      this.#timers.delete(deploymentId);
      this.wake(deploymentId);
    }, delay);
    timer.unref?.();
    this.#timers.set(deploymentId, { at, timer });
  }

  #pump(): void {
    for (const deploymentId of this.#waiting) {
      if (this.#atWork.size >= this.#options.concurrency) {
        return;
      }
      this.#waiting.delete(deploymentId);
      this.#atWork.set(deploymentId, this.#work(deploymentId));
    }
  }

  async #work(deploymentId: string): Promise<void> {
    try {
      await this.#handler?.(deploymentId, this.#stopping.signal);
    } catch (error) {
      this.#options.logger.error(
        `Deployment ${deploymentId} could not be advanced; it is looked at again with the next sweep: ${stringifyError(
          error,
        )}`,
      );
    } finally {
      this.#atWork.delete(deploymentId);
      if (this.#again.delete(deploymentId)) {
        this.wake(deploymentId);
      }
      this.#pump();
    }
  }

  #scheduleSweep(delay: number): void {
    if (this.#stopping.signal.aborted) {
      return;
    }
    this.#sweeper = setTimeout(() => {
      this.#sweeping = this.#sweep().finally(() =>
        this.#scheduleSweep(this.#options.sweepEveryMs ?? 1000),
      );
    }, delay);
    this.#sweeper.unref?.();
  }

  async #sweep(): Promise<void> {
    const room = this.#options.concurrency - this.#atWork.size;
    if (room <= 0) {
      return;
    }
    try {
      const due = await this.#options.findDue(room);
      for (const deploymentId of due) {
        if (!this.#atWork.has(deploymentId)) {
          this.wake(deploymentId);
        }
      }
    } catch (error) {
      this.#options.logger.warn(
        `Due deployments could not be looked for; tried again shortly: ${stringifyError(
          error,
        )}`,
      );
    }
  }
}
