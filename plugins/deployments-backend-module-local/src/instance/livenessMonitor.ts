import { pause } from '../concurrency/abortableWait';
import { isResponding } from '../process/httpProbe';
import type { WatchedProcess } from '../process/watchedProcess';
import { ProbeStreak } from './probeStreak';
import type { RunnerOptions } from './runnerOptions';

/** Counts the liveness probes of an instance that failed in a row. */
export class LivenessMonitor {
  readonly #options: RunnerOptions;
  readonly #streak = new ProbeStreak();

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Number of consecutive probes without any response. */
  get missedProbes(): number {
    return this.#streak.failed;
  }

  /** When the first of them was sent, in epoch milliseconds. */
  get missedSince(): number | undefined {
    return this.#streak.since;
  }

  reset(): void {
    this.#streak.reset();
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
      const sentAt = Date.now();
      const isAlive = await isResponding({
        host: this.#options.host,
        port: record.port,
        path: liveness.path,
        timeoutMs: liveness.timeoutMs,
      });
      if (watched.hasExited() || signal.aborted) break;
      if (isAlive === undefined) continue;
      this.#options.witness.record(this.#options.id, isAlive);
      const missedBefore = this.missedProbes;
      if (isAlive) this.#streak.reset();
      else this.#streak.add(sentAt);
      if ((missedBefore === 0) !== (this.missedProbes === 0)) {
        this.#options.onChange();
      }
      if (this.missedProbes >= liveness.failures) return 'unresponsive';
    }
    // The caller races this against the exit and the signal, which report how it ended.
    return new Promise(() => {});
  }
}
