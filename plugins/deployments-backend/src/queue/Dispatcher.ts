import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { WakeHandler } from './WakeQueue';

export interface DispatcherOptions {
  logger: LoggerService;
  /** How many deployments to run at the same time. */
  concurrency: number;
  /** Returns the ids of due deployments without an owner, the longest due first. */
  findDue(limit: number): Promise<string[]>;
  /** The current time in epoch milliseconds, by the same clock as a wake-up's `at`. */
  now(): number;
  /**
   * How often to look for due rows whose wake-up was lost, in milliseconds. Each pause is up to a quarter longer or
   * shorter, so that replicas do not query at the same time.
   */
  sweepEveryMs: number;
  /** Called when there is room again. */
  onRoom?(): void;
}

// setTimeout fires immediately for delays above 2^31 ms. Later wake-ups are found by the sweep.
const FARTHEST_TIMER_MS = 60 * 60_000;

/**
 * Runs the handler for woken deployments: at most one per deployment at a time, and a limited number in total. It keeps timers
 * for future wake-ups and regularly looks for rows whose wake-up was lost. Both queues use it.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #waiting = new Set<string>();
  readonly #running = new Map<string, Promise<void>>();
  /** Deployments that were woken while their handler was running. The handler runs again afterwards. */
  readonly #again = new Set<string>();
  readonly #timers = new Map<string, { at: number; timer: NodeJS.Timeout }>();
  readonly #stopping = new AbortController();
  #handler?: WakeHandler;
  #sweeper?: NodeJS.Timeout;
  #sweeping?: Promise<void>;
  #isFailureLogged = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** How many more deployments can start. */
  get room(): number {
    return this.#options.concurrency - this.#running.size - this.#waiting.size;
  }

  /** Whether the dispatcher was started and not stopped. */
  get isStarted(): boolean {
    return this.#handler !== undefined && !this.#stopping.signal.aborted;
  }

  /** Wakes a deployment now, or at `at` as in `WakeQueue.enqueue`. Unless started, does nothing: the row stays due. */
  wake(deploymentId: string, at?: number): void {
    if (!this.isStarted) {
      return;
    }
    const delay = at === undefined ? 0 : at - this.#options.now();
    if (delay > 0) {
      this.#wakeLater(deploymentId, at ?? 0, delay);
      return;
    }
    if (this.#running.has(deploymentId)) {
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
   * Starts no more handlers, aborts the running ones and waits for them. Returns the ids of deployments that another replica
   * should continue, because they were not started or were aborted.
   */
  async stop(): Promise<string[]> {
    this.#stopping.abort();
    clearTimeout(this.#sweeper);
    for (const { timer } of this.#timers.values()) {
      clearTimeout(timer);
    }
    this.#timers.clear();
    const left = [...this.#waiting, ...this.#running.keys()];
    this.#waiting.clear();
    await this.#sweeping;
    await Promise.all(this.#running.values());
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
      if (this.#running.size >= this.#options.concurrency) {
        return;
      }
      this.#waiting.delete(deploymentId);
      this.#running.set(deploymentId, this.#work(deploymentId));
    }
  }

  async #work(deploymentId: string): Promise<void> {
    try {
      await this.#handler?.(deploymentId, this.#stopping.signal);
    } catch (error) {
      this.#options.logger.error(
        `Deployment ${deploymentId} could not be continued. It is retried with the next sweep: ${stringifyError(
          error,
        )}`,
      );
    } finally {
      const wasFull = this.room <= 0;
      this.#running.delete(deploymentId);
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
        if (!this.#running.has(deploymentId)) {
          this.wake(deploymentId);
        }
      }
      this.#isFailureLogged = false;
    } catch (error) {
      if (!this.#isFailureLogged && !this.#stopping.signal.aborted) {
        this.#options.logger.warn(
          `Due deployments could not be read. Retrying until it succeeds: ${stringifyError(
            error,
          )}`,
        );
      }
      this.#isFailureLogged = true;
    }
  }
}
