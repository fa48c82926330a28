import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  EffectError,
  type RestartEvent,
} from '@slipway/backstage-plugin-deployments-node';
import type { RunSpec } from '../config/declaredServices';
import { addRestart } from '../state/restartHistory';
import type { PortAllocator } from '../ports/portAllocator';
import type { InstanceFailure, InstanceRecord } from '../state/serviceEnvironmentState';
import { launch } from '../process/launchProcess';
import type { LogFiles } from '../process/logFiles';
import { orAborted, pause } from '../concurrency/abortableWait';
import { isAnswering, probe } from '../process/httpProbe';
import { createRedactor } from '../process/outputRedactor';
import { stopInstance } from './stopInstance';
import { describeExit, type WatchedProcess } from '../process/watchedProcess';

const PROBE_EVERY_MS = 200;
const PROBE_TIMEOUT_MS = 2_000;
/** A person with an open page waits for the answer; a late one is of no use. */
const OBSERVE_TIMEOUT_MS = 1_000;
/** Between looking at a port and the program's own bind somebody else may take it. */
const PORT_TRIES = 3;
const BACKOFF_MS = [500, 1_000, 2_000, 5_000, 10_000, 30_000];
/** A process that ran this long begins the backoff anew when it dies. */
const STABLE_MS = 60_000;
const STDERR_LINES_IN_FAILURE = 5;

export type RunnerPhase =
  | { name: 'starting'; message: string }
  | { name: 'ready' }
  /** Died, and will be started again. */
  | { name: 'restarting'; message: string }
  | { name: 'failed' }
  | { name: 'stopped' };

export interface RunnerOptions {
  dataDir: string;
  place: string;
  host: string;
  ports: PortAllocator;
  logs: LogFiles;
  logger: LoggerService;
  /** The instance as stored now. */
  record(): InstanceRecord | undefined;
  /** How to run it; absent when config no longer declares its version. */
  spec(): RunSpec | undefined;
  /** Whether it carries traffic or is the baseline: then it is started again when it dies. */
  staysUp(): boolean;
  save(
    patch: Partial<
      Pick<InstanceRecord, 'port' | 'process' | 'startedAt' | 'restarts'>
    >,
  ): Promise<void>;
  saveFailure(failure: InstanceFailure): Promise<void>;
  /** Called when it ended, no longer answers, or answers again. */
  onChange(): void;
}

interface Ended {
  cause: RestartEvent['cause'];
  failure: InstanceFailure;
  portTaken: boolean;
  ranMs: number;
}

/** The life of one instance: start, become ready, stay up or fail, stop. */
export class InstanceRunner {
  readonly #id: string;
  readonly #options: RunnerOptions;
  readonly #letGo = new AbortController();
  #phase: RunnerPhase = { name: 'starting', message: 'About to start' };
  #process: WatchedProcess | undefined;
  #loop: Promise<void> = Promise.resolve();
  /** Probes in a row, since it was ready, that got no answer at all. */
  #missed = 0;

  constructor(id: string, options: RunnerOptions) {
    this.#id = id;
    this.#options = options;
  }

  get phase(): RunnerPhase {
    return this.#phase;
  }

  /** Begins, with a process of an earlier run where there is one. */
  start(adopted?: WatchedProcess): void {
    this.#loop = this.#run(adopted).catch(error => {
      this.#options.logger.error(
        `Instance ${this.#id} is no longer looked after`,
        error,
      );
      this.#phase = { name: 'failed' };
    });
  }

  /** Whether it answers at this moment. */
  async isReady(): Promise<boolean> {
    const port = this.#options.record()?.port;
    const spec = this.#options.spec();
    if (!this.#process || this.#process.hasExited() || !port) return false;
    if (this.#missed > 0) return false;
    const answer = await probe({
      host: this.#options.host,
      port,
      path: spec?.readiness.path ?? '/',
      timeoutMs: OBSERVE_TIMEOUT_MS,
    });
    return answer.ready && !this.#process.hasExited();
  }

  /** Stops it for good; its port is free afterwards. */
  async stop(graceMs: number): Promise<void> {
    this.#letGo.abort();
    await this.#loop;
    await stopInstance({
      dataDir: this.#options.dataDir,
      instanceId: this.#id,
      process: this.#process?.record ?? this.#options.record()?.process,
      graceMs,
    });
    this.#process?.unwatch();
    this.#phase = { name: 'stopped' };
    const port = this.#options.record()?.port;
    if (port !== undefined) this.#options.ports.release(port);
  }

  /** Stops looking after it; the process goes on. */
  async abandon(): Promise<void> {
    this.#letGo.abort();
    await this.#loop;
    this.#process?.unwatch();
  }

  /** The last lines of its standard error, fit for a log. */
  async stderrTail(lines: number): Promise<string[]> {
    const { logs, place } = this.#options;
    const tail = await logs.tail(logs.of(place, this.#id).err, lines);
    return tail.map(
      createRedactor({
        ...this.#options.spec()?.env,
        ...this.#options.record()?.env,
      }),
    );
  }

  async #run(adopted: WatchedProcess | undefined): Promise<void> {
    const { signal } = this.#letGo;
    let current = adopted;
    let portCollisions = 0;
    let deaths = 0;
    while (!signal.aborted) {
      const ended = await this.#runOnce(current);
      current = undefined;
      if (signal.aborted || !ended) return;
      if (ended.portTaken && ++portCollisions < PORT_TRIES) continue;
      if (!this.#options.staysUp()) {
        await this.#options.saveFailure(ended.failure);
        this.#phase = { name: 'failed' };
        return;
      }
      deaths = ended.ranMs >= STABLE_MS ? 1 : deaths + 1;
      const backoff =
        BACKOFF_MS[Math.min(deaths, BACKOFF_MS.length) - 1] ?? STABLE_MS;
      this.#phase = { name: 'restarting', message: ended.failure.message };
      await this.#options.save({
        restarts: addRestart(this.#options.record()?.restarts, {
          at: Date.now(),
          cause: ended.cause,
          message: ended.failure.message,
        }),
      });
      this.#options.onChange();
      this.#options.logger.warn(
        `${ended.failure.message}; starting it again in ${backoff / 1000} s`,
      );
      await pause(backoff, signal);
    }
  }

  /** One process from start to end. `undefined` when we were told to let go meanwhile. */
  async #runOnce(
    adopted: WatchedProcess | undefined,
  ): Promise<Ended | undefined> {
    const { signal } = this.#letGo;
    const begun = performance.now();
    const end = (
      failure: InstanceFailure,
      options?: Partial<Pick<Ended, 'portTaken' | 'cause'>>,
    ): Ended => ({
      failure,
      cause: options?.cause ?? 'exited',
      portTaken: options?.portTaken ?? false,
      ranMs: performance.now() - begun,
    });

    let watched = adopted;
    if (!watched) {
      const launched = await this.#launch();
      if ('failure' in launched) return end(launched.failure);
      watched = launched.process;
    }
    this.#process = watched;
    if (adopted) await this.#options.save({ process: adopted.record });
    if (signal.aborted) return undefined;

    const late = await this.#untilReady(watched);
    if (signal.aborted) return undefined;
    if (late) {
      await stopInstance({
        dataDir: this.#options.dataDir,
        instanceId: this.#id,
        process: watched.record,
        graceMs: 1_000,
      });
      return end(late, { cause: 'unresponsive' });
    }

    const exit = await orAborted(
      Promise.race([watched.exited, this.#untilUnresponsive(watched)]),
      signal,
    );
    if (!exit || signal.aborted) return undefined;
    if (exit === 'unresponsive') {
      const spec = this.#options.spec();
      await stopInstance({
        dataDir: this.#options.dataDir,
        instanceId: this.#id,
        process: watched.record,
        graceMs: 1_000,
      });
      return end(
        {
          code: 'unresponsive',
          message: `${this.#name()} gave no answer on ${
            spec?.liveness.path ?? '/'
          } ${this.#missed} times in a row, so its process was ended`,
          retryable: true,
        },
        { cause: 'unresponsive' },
      );
    }
    // What a wrapper left behind would hold the port.
    await stopInstance({
      dataDir: this.#options.dataDir,
      instanceId: this.#id,
      graceMs: 1_000,
    });
    const wasReady = this.#phase.name === 'ready';
    const stderr = await this.stderrTail(STDERR_LINES_IN_FAILURE);
    const portTaken =
      !wasReady &&
      stderr.some(line => /EADDRINUSE|address already in use/i.test(line));
    return end(
      {
        code: wasReady ? 'exited' : 'exited_at_start',
        message: `${this.#name()} ${describeExit(exit)} ${
          wasReady ? 'after it had been ready' : 'before it was ready'
        }${stderr.length > 0 ? `. It said: ${stderr.join(' | ')}` : ''}`,
        // Ending by itself at the start is what this version does; what killed it from outside may be over.
        retryable: wasReady || exit.kind !== 'code',
      },
      { portTaken },
    );
  }

  async #launch(): Promise<
    { process: WatchedProcess } | { failure: InstanceFailure }
  > {
    const { ports, logs, place, dataDir, host } = this.#options;
    const record = this.#options.record();
    const spec = this.#options.spec();
    if (!record || !spec) {
      return {
        failure: {
          code: 'unknown_version',
          message: `${this.#name()} is not declared under deployments.local.services any more`,
          retryable: false,
        },
      };
    }
    this.#phase = { name: 'starting', message: `Starting ${this.#name()}` };
    try {
      if (record.port !== undefined) ports.release(record.port);
      const port = await ports.claim(record.port);
      // Before the process exists, so that whoever finds it knows where it listens.
      await this.#options.save({ port, startedAt: Date.now() });
      await logs.prepare(place);
      const launched = await launch({
        spec,
        env: record.env,
        tag: { instance: this.#id, place, dataDir },
        host,
        port,
        logs: logs.of(place, this.#id),
      });
      if (launched.result === 'failed') {
        return {
          failure: {
            code: launched.code,
            message: `${this.#name()} could not be started: ${
              launched.message
            }`,
            retryable: false,
          },
        };
      }
      this.#process = launched.process;
      await this.#options.save({ process: launched.process.record });
      return { process: launched.process };
    } catch (error) {
      return {
        failure: {
          code: error instanceof EffectError ? error.code : 'not_started',
          message: `${this.#name()} could not be started: ${
            error instanceof Error ? error.message : String(error)
          }`,
          retryable: true,
        },
      };
    }
  }

  /** Resolves when the process is ready, has ended, or we let go; with a failure when its time is up. */
  async #untilReady(
    watched: WatchedProcess,
  ): Promise<InstanceFailure | undefined> {
    const { signal } = this.#letGo;
    const begun = Date.now();
    while (!watched.hasExited() && !signal.aborted) {
      const record = this.#options.record();
      const spec = this.#options.spec();
      if (!record?.port) return undefined;
      const timeoutMs =
        record.readyTimeoutMs ?? spec?.readiness.timeoutMs ?? 30_000;
      const answer = await probe({
        host: this.#options.host,
        port: record.port,
        path: spec?.readiness.path ?? '/',
        timeoutMs: PROBE_TIMEOUT_MS,
      });
      if (watched.hasExited() || signal.aborted) return undefined;
      if (answer.ready) {
        this.#phase = { name: 'ready' };
        this.#missed = 0;
        this.#options.onChange();
        return undefined;
      }
      const waited = Date.now() - (record.startedAt ?? record.since);
      this.#phase = {
        name: 'starting',
        message: `${this.#name()} runs as process ${
          watched.record.pid
        } and is not ready yet: ${answer.reason} (${Math.round(
          waited / 1000,
        )} s of ${Math.round(timeoutMs / 1000)} s)`,
      };
      // What carries traffic is not taken down for being slow: half an answer is better than none, and no answer at all is
      // none.
      const isHung = !answer.answered && Date.now() - begun >= timeoutMs;
      if (waited >= timeoutMs && (isHung || !this.#options.staysUp())) {
        return {
          code: 'not_ready',
          message: `${this.#name()} was not ready within ${
            timeoutMs / 1000
          } s: ${answer.reason}`,
          retryable: true,
        };
      }
      await Promise.race([watched.exited, pause(PROBE_EVERY_MS, signal)]);
    }
    return undefined;
  }

  /** Resolves when a process that has been ready no longer answers. Never after it has ended or been released. */
  async #untilUnresponsive(
    watched: WatchedProcess,
  ): Promise<'unresponsive' | undefined> {
    const { signal } = this.#letGo;
    // Of one that was taken over without having become ready nothing is known yet.
    while (!watched.hasExited() && !signal.aborted) {
      const record = this.#options.record();
      const liveness = this.#options.spec()?.liveness;
      // Not declared any more: nobody says how it is asked.
      if (!record?.port || !liveness) break;
      await Promise.race([watched.exited, pause(liveness.everyMs, signal)]);
      if (watched.hasExited() || signal.aborted) break;
      const answers = await isAnswering({
        host: this.#options.host,
        port: record.port,
        path: liveness.path,
        timeoutMs: liveness.timeoutMs,
      });
      if (watched.hasExited() || signal.aborted) break;
      const before = this.#missed;
      this.#missed = answers ? 0 : before + 1;
      if ((before === 0) !== (this.#missed === 0)) this.#options.onChange();
      if (this.#missed >= liveness.failures) return 'unresponsive';
    }
    // The other contestants say how it ended.
    return new Promise(() => {});
  }

  #name(): string {
    const record = this.#options.record();
    return record ? `Version ${record.versionName}` : `Instance ${this.#id}`;
  }
}
