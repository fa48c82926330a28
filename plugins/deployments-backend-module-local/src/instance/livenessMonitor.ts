import { pause } from '../concurrency/abortableWait';
import { isResponding } from '../process/httpProbe';
import type { WatchedProcess } from '../process/watchedProcess';
import type { RunnerOptions } from './runnerOptions';

/** Counts the liveness probes of an instance that failed in a row. */
export class LivenessMonitor {
  readonly #options: RunnerOptions;
  #missedProbes = 0;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Number of consecutive probes without any response. */
  get missedProbes(): number {
    return this.#missedProbes;
  }

  reset(): void {
    this.#missedProbes = 0;
  }

  /** Resolves when a process that was ready no longer responds; never if it exits first or the signal aborts. */
  async waitUntilUnresponsive(
    watched: WatchedProcess,
    signal: AbortSignal,
  ): Promise<'unresponsive'> {
    while (!watched.hasExited() && !signal.aborted) {
      const record = this.#options.record();
      const liveness = this.#options.spec()?.liveness;
      // If the version is no longer declared, it is unknown how to probe it.
      if (!record?.port || !liveness) break;
      await Promise.race([watched.exited, pause(liveness.everyMs, signal)]);
      if (watched.hasExited() || signal.aborted) break;
      const isAlive = await isResponding({
        host: this.#options.host,
        port: record.port,
        path: liveness.path,
        timeoutMs: liveness.timeoutMs,
      });
      if (watched.hasExited() || signal.aborted) break;
      const missedBefore = this.#missedProbes;
      this.#missedProbes = isAlive ? 0 : missedBefore + 1;
      if ((missedBefore === 0) !== (this.#missedProbes === 0)) {
        this.#options.onChange();
      }
      if (this.#missedProbes >= liveness.failures) return 'unresponsive';
    }
    // The caller races this against the exit and the signal, which report how it ended.
    return new Promise(() => {});
  }
}
