import type {
  RestartEvent,
  Unready,
} from '@slipway/backstage-plugin-deployments-node';
import { pause, raceAbort } from '../concurrency/abortableWait';
import { probeReadiness } from '../process/httpProbe';
import { createOutputRedactor } from '../process/outputRedactor';
import {
  describeExit,
  type Exit,
  type WatchedProcess,
} from '../process/watchedProcess';
import { recordRestart } from '../state/restartHistory';
import type { InstanceFailure } from '../state/serviceEnvironmentState';
import { LivenessMonitor } from './livenessMonitor';
import { ProbeStreak } from './probeStreak';
import { describeInstance, type RunnerOptions } from './runnerOptions';
import { startInstance } from './startInstance';
import { stopInstance } from './stopInstance';
import { waitForReadiness } from './waitForReadiness';

/** A person with an open page waits for the response, so a late one is useless. */
const OBSERVE_TIMEOUT_MS = 1_000;
/** So many failed probes in a row are an outage and not just a slow response, as in Kubernetes by default. */
const CONFIRMED_AFTER = 3;
/** Another program can take a port after we have checked it and before the process binds it. */
const MAX_PORT_ATTEMPTS = 3;
const BACKOFF_MS = [500, 1_000, 2_000, 5_000, 10_000, 30_000];
/** The backoff starts again from its first value for a process that ran this long. */
const STABLE_MS = 60_000;
const STDERR_LINES_IN_FAILURE = 5;
/** Time between SIGTERM and SIGKILL for a process that failed. */
const FAILED_STOP_GRACE_MS = 1_000;

/** State of an instance's process. */
export type RunnerPhase =
  | { name: 'starting'; message: string; hasFailedProbe?: boolean }
  | { name: 'ready' }
  /** It exited, and will be restarted. */
  | { name: 'restarting'; message: string }
  | { name: 'failed' }
  | { name: 'stopped' };

/** Whether a replica serves requests. `unknown`: it has not been probed since it was started or adopted. */
export type ReplicaHealth = 'ready' | 'unready' | 'unknown';

/** How one process of the replica ended. */
interface ProcessEnd {
  cause: RestartEvent['cause'];
  failure: InstanceFailure;
  isPortTaken: boolean;
  ranMs: number;
}

/** Runs one instance: starts it, waits until it is ready, restarts it or reports a failure, stops it. */
export class InstanceRunner {
  readonly #options: RunnerOptions;
  readonly #released = new AbortController();
  readonly #liveness: LivenessMonitor;
  /** Of the probes that observations send. */
  readonly #readiness = new ProbeStreak();
  /** When its process ended, in epoch milliseconds, until another one is ready. */
  #endedAt: number | undefined;
  /** Whether the last probe says nothing, because our own process was stalled. */
  #isStalled = false;
  #phase: RunnerPhase = { name: 'starting', message: 'About to start' };
  #process: WatchedProcess | undefined;
  #loop: Promise<void> = Promise.resolve();

  constructor(options: RunnerOptions) {
    this.#options = options;
    this.#liveness = new LivenessMonitor(options);
  }

  get phase(): RunnerPhase {
    return this.#phase;
  }

  /** What is known about it now, without a probe. */
  get health(): ReplicaHealth {
    switch (this.#phase.name) {
      case 'ready':
        return this.#liveness.missedProbes > 0 || this.#process?.hasExited()
          ? 'unready'
          : 'ready';
      case 'starting':
        return this.#phase.hasFailedProbe ? 'unready' : 'unknown';
      default:
        return 'unready';
    }
  }

  /** Starts the replica, or supervises a process that an earlier run of the backend started. */
  start(adopted?: WatchedProcess): void {
    this.#loop = this.#run(adopted).catch(error => {
      this.#options.logger.error(
        `Instance ${
          this.#options.id
        } is no longer supervised because of an error`,
        error,
      );
      this.#phase = { name: 'failed' };
    });
  }

  /** Whether it currently responds on its readiness path. Never throws. */
  async isReady(): Promise<boolean> {
    const port = this.#options.record()?.port;
    const spec = this.#options.spec();
    if (!this.#process || this.#process.hasExited() || !port) return false;
    this.#isStalled = false;
    if (this.#liveness.missedProbes > 0) return false;
    const sentAt = Date.now();
    const probe = await probeReadiness({
      host: this.#options.host,
      port,
      path: spec?.readiness.path ?? '/',
      timeoutMs: OBSERVE_TIMEOUT_MS,
    });
    this.#isStalled = !probe.ready && probe.stalled === true;
    if (probe.ready) this.#readiness.reset();
    else if (!probe.stalled) this.#readiness.add(sentAt);
    return probe.ready && !this.#process.hasExited();
  }

  /** What is known of a replica that `isReady` found not to be; undefined if nothing is wrong with it. */
  get unready(): Unready | undefined {
    const starts = [
      this.#liveness.missedSince,
      this.#readiness.since,
      this.#endedAt,
    ].flatMap(at => at ?? []);
    const since = starts.length > 0 ? Math.min(...starts) : undefined;
    if (this.#phase.name !== 'ready' || this.#process?.hasExited() !== false) {
      return { state: 'confirmed', since };
    }
    if (this.#isStalled) return { state: 'unmeasured', since };
    if (since === undefined) return undefined;
    if (this.#options.witness.areAllSilent) {
      return { state: 'unmeasured', since };
    }
    const failed = Math.max(
      this.#liveness.missedProbes,
      this.#readiness.failed,
    );
    return {
      state: failed >= CONFIRMED_AFTER ? 'confirmed' : 'suspected',
      since,
    };
  }

  /** Stops the instance for good and releases its port. */
  async stop(graceMs: number): Promise<void> {
    this.#released.abort();
    await this.#loop;
    await this.#stopProcess(
      graceMs,
      this.#process?.record ?? this.#options.record()?.process,
    );
    this.#process?.unwatch();
    this.#phase = { name: 'stopped' };
    this.#options.witness.forget(this.#options.id);
    const port = this.#options.record()?.port;
    if (port !== undefined) this.#options.ports.release(port);
  }

  /** Stops supervising the instance; its process keeps running. */
  async detach(): Promise<void> {
    this.#released.abort();
    await this.#loop;
    this.#process?.unwatch();
  }

  /** Returns the last lines of its standard error, without secrets. */
  async readStderr(lines: number): Promise<string[]> {
    const { id, logs, slug } = this.#options;
    const tail = await logs.readTail(logs.getPaths(slug, id).err, lines);
    return tail.map(
      createOutputRedactor({
        ...this.#options.spec()?.env,
        ...this.#options.record()?.env,
      }),
    );
  }

  async #run(adopted: WatchedProcess | undefined): Promise<void> {
    const { signal } = this.#released;
    let current = adopted;
    let portCollisions = 0;
    let failures = 0;
    while (!signal.aborted) {
      const end = await this.#runProcess(current);
      current = undefined;
      if (signal.aborted || !end) return;
      this.#endedAt ??= Date.now();
      this.#options.witness.forget(this.#options.id);
      if (end.isPortTaken && ++portCollisions < MAX_PORT_ATTEMPTS) continue;
      if (!this.#options.isKeptRunning()) {
        await this.#options.saveFailure(end.failure);
        this.#phase = { name: 'failed' };
        return;
      }
      failures = end.ranMs >= STABLE_MS ? 1 : failures + 1;
      const backoffMs =
        BACKOFF_MS[Math.min(failures, BACKOFF_MS.length) - 1] ?? STABLE_MS;
      this.#phase = { name: 'restarting', message: end.failure.message };
      await this.#options.save({
        restarts: recordRestart(this.#options.record()?.restarts, {
          at: Date.now(),
          cause: end.cause,
          message: end.failure.message,
        }),
      });
      this.#options.onChange();
      this.#options.logger.warn(
        `${end.failure.message}; restarting it in ${backoffMs / 1000} s`,
      );
      await pause(backoffMs, signal);
    }
  }

  /** Runs one process until it ends. Returns `undefined` if the instance was released meanwhile. */
  async #runProcess(
    adopted: WatchedProcess | undefined,
  ): Promise<ProcessEnd | undefined> {
    const { signal } = this.#released;
    const startedAt = performance.now();
    const end = (
      failure: InstanceFailure,
      options?: Partial<Pick<ProcessEnd, 'isPortTaken' | 'cause'>>,
    ): ProcessEnd => ({
      failure,
      cause: options?.cause ?? 'exited',
      isPortTaken: options?.isPortTaken ?? false,
      ranMs: performance.now() - startedAt,
    });

    let watched = adopted;
    if (!watched) {
      const started = await this.#start();
      if ('failure' in started) return end(started.failure);
      watched = started.process;
    }
    this.#process = watched;
    if (adopted) await this.#options.save({ process: adopted.record });
    if (signal.aborted) return undefined;

    const notReady = await waitForReadiness(this.#options, watched, {
      signal,
      onReady: () => {
        this.#phase = { name: 'ready' };
        this.#liveness.reset();
        this.#readiness.reset();
        this.#endedAt = undefined;
        this.#options.witness.record(this.#options.id, true);
        this.#options.onChange();
      },
      onProgress: message => {
        this.#phase = { name: 'starting', message, hasFailedProbe: true };
      },
    });
    if (signal.aborted) return undefined;
    if (notReady) {
      await this.#stopProcess(FAILED_STOP_GRACE_MS, watched.record);
      return end(notReady, { cause: 'unresponsive' });
    }

    const exit = await raceAbort(
      Promise.race([
        watched.exited,
        this.#liveness.waitUntilUnresponsive(watched, signal),
      ]),
      signal,
    );
    if (!exit || signal.aborted) return undefined;
    if (exit === 'unresponsive') {
      const path = this.#options.spec()?.liveness.path ?? '/';
      await this.#stopProcess(FAILED_STOP_GRACE_MS, watched.record);
      return end(
        {
          code: 'unresponsive',
          message: `${describeInstance(
            this.#options,
          )} did not respond on ${path} ${
            this.#liveness.missedProbes
          } times in a row, so its process was stopped`,
          retryable: true,
        },
        { cause: 'unresponsive' },
      );
    }
    this.#options.onExit();
    // Descendants that a wrapper script left behind would keep the port in use.
    await this.#stopProcess(FAILED_STOP_GRACE_MS);
    const { failure, isPortTaken } = await this.#explainExit(exit);
    return end(failure, { isPortTaken });
  }

  async #start(): ReturnType<typeof startInstance> {
    const options = this.#options;
    if (options.record() && options.spec()) {
      this.#phase = {
        name: 'starting',
        message: `Starting ${describeInstance(options)}`,
      };
    }
    return startInstance(options, started => {
      this.#process = started;
    });
  }

  async #explainExit(
    exit: Exit,
  ): Promise<{ failure: InstanceFailure; isPortTaken: boolean }> {
    const wasReady = this.#phase.name === 'ready';
    const stderr = await this.readStderr(STDERR_LINES_IN_FAILURE);
    return {
      isPortTaken:
        !wasReady &&
        stderr.some(line => /EADDRINUSE|address already in use/i.test(line)),
      failure: {
        code: wasReady ? 'exited' : 'exited_at_start',
        message: `${describeInstance(this.#options)} ${describeExit(exit)} ${
          wasReady ? 'after it had been ready' : 'before it was ready'
        }${
          stderr.length > 0 ? `. Its last output: ${stderr.join(' | ')}` : ''
        }`,
        // A version that exits at its start will do so again; one that was killed by something else may not.
        retryable: wasReady || exit.kind !== 'code',
      },
    };
  }

  async #stopProcess(
    graceMs: number,
    process?: WatchedProcess['record'],
  ): Promise<void> {
    const { dataDir, id } = this.#options;
    await stopInstance({ dataDir, instanceId: id, process, graceMs });
  }
}
