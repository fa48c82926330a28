import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { WakeHandler } from './WakeQueue';

export interface DispatcherOptions {
  logger: LoggerService;
  /** Deployments at work at once. */
  concurrency: number;
  /** Rows that are due and nobody works on, the longest due first. */
  findDue(limit: number): Promise<string[]>;
  /** Epoch milliseconds by the clock that `at` of a wake-up is told in. */
  now(): number;
  /**
   * How often rows are looked for that no wake-up told of, in milliseconds; up to a quarter more or less, so that
   * replicas do not look in step.
   */
  sweepEveryMs: number;
  /** There is room again after there was none. */
  onRoom?(): void;
}

// setTimeout fires at once for more than 2^31 ms; the sweep finds what is further away.
const FARTHEST_TIMER_MS = 60 * 60_000;

/**
 * What both queues do within the process: one handler per deployment at a time and so many in all, timers for wake-ups
 * to come, and a sweep of the rows for what nobody told of.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #waiting = new Set<string>();
  readonly #atWork = new Map<string, Promise<void>>();
  /** Woken while at work: looked at again afterwards. */
  readonly #again = new Set<string>();
  readonly #timers = new Map<string, { at: number; timer: NodeJS.Timeout }>();
  readonly #stopping = new AbortController();
  #handler?: WakeHandler;
  #sweeper?: NodeJS.Timeout;
  #sweeping?: Promise<void>;
  #isSweepTold = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** How many more can be begun. */
  get room(): number {
    return this.#options.concurrency - this.#atWork.size - this.#waiting.size;
  }

  /** Between the start and the end. */
  get isStarted(): boolean {
    return this.#handler !== undefined && !this.#stopping.signal.aborted;
  }

  /** `at`: as in `WakeQueue.enqueue`. Before the start and after the end it does nothing: the rows tell. */
  wake(deploymentId: string, at?: number): void {
    if (!this.isStarted) {
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

  start(handler: WakeHandler): void {
    this.#handler = handler;
    this.#scheduleSweep(0);
  }

  /**
   * Begins nothing more, aborts those at work and waits for them. Returns what somebody else should look at: what was
   * not begun and what was aborted.
   */
  async stop(): Promise<string[]> {
    this.#stopping.abort();
    clearTimeout(this.#sweeper);
    for (const { timer } of this.#timers.values()) {
      clearTimeout(timer);
    }
    this.#timers.clear();
    const left = [...this.#waiting, ...this.#atWork.keys()];
    this.#waiting.clear();
    await this.#sweeping;
    await Promise.all(this.#atWork.values());
    return left;
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
      const wasFull = this.room <= 0;
      this.#atWork.delete(deploymentId);
      if (this.#again.delete(deploymentId)) {
        this.wake(deploymentId);
      }
      this.#pump();
      if (wasFull && this.room > 0 && !this.#stopping.signal.aborted) {
        this.#options.onRoom?.();
      }
    }
  }

  #scheduleSweep(delay: number): void {
    if (this.#stopping.signal.aborted) {
      return;
    }
    this.#sweeper = setTimeout(() => {
      this.#sweeping = this.#sweep().finally(() =>
        this.#scheduleSweep(
          this.#options.sweepEveryMs * (0.75 + Math.random() / 2),
        ),
      );
    }, delay);
    this.#sweeper.unref?.();
  }

  async #sweep(): Promise<void> {
    if (this.room <= 0) {
      return;
    }
    try {
      const due = await this.#options.findDue(this.room);
      for (const deploymentId of due) {
        if (!this.#atWork.has(deploymentId)) {
          this.wake(deploymentId);
        }
      }
      this.#isSweepTold = false;
    } catch (error) {
      if (!this.#isSweepTold && !this.#stopping.signal.aborted) {
        this.#options.logger.warn(
          `Due deployments could not be looked for; tried again until it works: ${stringifyError(
            error,
          )}`,
        );
      }
      this.#isSweepTold = true;
    }
  }
}
