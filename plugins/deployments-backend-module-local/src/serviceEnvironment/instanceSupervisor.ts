import { isDeepStrictEqual } from 'node:util';
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  EffectError,
  type EffectRequest,
  type Unready,
} from '@slipway/backstage-plugin-deployments-node';
import { pause, pollUntil, raceAbort } from '../concurrency/abortableWait';
import type { DeclaredServices } from '../config/declaredServices';
import { InstanceRunner, type ReplicaHealth } from '../instance/instanceRunner';
import type { ProbeWitness } from '../instance/probeWitness';
import type { PortAllocator } from '../ports/portAllocator';
import { adoptProcess } from '../process/launchProcess';
import type { LogFiles } from '../process/logFiles';
import type { TaggedProcess } from '../process/processTag';
import type { StableUrl } from '../proxy/stableUrl';
import { recordRestart } from '../state/restartHistory';
import {
  listActive,
  type InstanceRecord,
  type ReplicaRecord,
  type ServiceEnvironmentState,
} from '../state/serviceEnvironmentState';
import type { StateStore } from '../state/stateStore';
import { hasEnoughReady, isKeptRunning } from './availability';
import { buildProxyTable } from './buildProxyTable';
import { advanceRollingDeployment } from './rollingDeployment';
import { createUnknownCandidateError, removeStopped } from './transitions';

/** Part of the caller's deadline that is reserved for the response. */
const DEADLINE_MARGIN_MS = 500;
/** How long to wait for the response of a candidate that was ready: the machine may be busy. */
const READY_TIMEOUT_MS = 8_000;
const READY_INTERVAL_MS = 200;

/** What the supervisor of a service environment needs. */
export interface InstanceSupervisorOptions {
  /** Entity ref of the service. */
  service: string;
  /** Slug of the service environment. */
  slug: string;
  /** Names the service environment in messages. */
  name: string;
  /** Absolute path. */
  dataDir: string;
  /** Address on which instances listen. */
  host: string;
  /** How long requests of a retired instance may take. */
  drainMs: number;
  /** Time between SIGTERM and SIGKILL. */
  stopMs: number;
  services: DeclaredServices;
  ports: PortAllocator;
  logs: LogFiles;
  witness: ProbeWitness;
  logger: LoggerService;
  store: StateStore;
  stableUrl: StableUrl;
  /** Called when an instance exited, stopped responding, or responds again. */
  onChange(): void;
}

/**
 * Makes the processes and the proxy of a service environment match its stored state. It derives everything from the
 * state, so that a crash between any two writes leaves nothing half done: the next start reconciles again.
 */
export class InstanceSupervisor {
  readonly #options: InstanceSupervisorOptions;
  readonly #runners = new Map<string, InstanceRunner>();
  readonly #retirements = new Map<string, Promise<void>>();
  readonly #closing = new AbortController();
  #isDetached = false;
  /** While processes of an earlier run are being adopted, a change must not start an instance a second time. */
  #isAdopting = false;

  constructor(options: InstanceSupervisorOptions) {
    this.#options = options;
  }

  get isClosing(): boolean {
    return this.#closing.signal.aborted;
  }

  findRunner(replicaId: string): InstanceRunner | undefined {
    return this.#runners.get(replicaId);
  }

  /** Why replicas of an instance aren't ready, as the last probes found; the most certain finding counts. */
  describeUnready(instances: readonly InstanceRecord[]): Unready | undefined {
    const found = instances
      .flatMap(listActive)
      .flatMap(({ id }) => this.#runners.get(id)?.unready ?? []);
    return (['confirmed', 'unmeasured', 'suspected'] as const)
      .map(state => found.find(unready => unready.state === state))
      .find(unready => unready !== undefined);
  }

  /** Probes how many replicas of an instance currently serve requests. */
  async countReady(instance: InstanceRecord): Promise<number> {
    const ready = await Promise.all(
      listActive(instance).map(({ id }) => this.#runners.get(id)?.isReady()),
    );
    return ready.filter(Boolean).length;
  }

  /**
   * Adopts processes of an earlier run of the backend, starts instances that should run, and stops those that should
   * not.
   */
  async start(tagged: readonly TaggedProcess[]): Promise<void> {
    this.#isAdopting = true;
    try {
      for (const instance of this.#options.store.state.instances) {
        for (const replica of listActive(instance)) {
          if (!replica.failure) {
            await this.#adoptOrStart(instance, replica, tagged);
          }
        }
      }
    } finally {
      this.#isAdopting = false;
    }
    this.reconcile();
  }

  /** Starts and retires replicas, and routes traffic, as stored. */
  reconcile(): void {
    this.#route();
    if (this.isClosing || this.#isAdopting) return;
    for (const { replicas } of this.#options.store.state.instances) {
      for (const { id, isRetired, failure } of replicas) {
        if (isRetired) this.#retire(id);
        else if (!failure && !this.#runners.has(id)) {
          this.#getRunner(id).start();
        }
      }
    }
    this.#advanceRollingDeployment();
  }

  #route(): void {
    const { store, stableUrl } = this.#options;
    stableUrl.route(buildProxyTable(store.state, id => this.#readHealth(id)));
  }

  #readHealth(replicaId: string): ReplicaHealth {
    return this.#runners.get(replicaId)?.health ?? 'unknown';
  }

  #advanceRollingDeployment(): void {
    const { store, name, logger } = this.#options;
    if (store.state.rollingTo === undefined) return;
    const advance = (draft: ServiceEnvironmentState) =>
      advanceRollingDeployment(draft, id => this.#readHealth(id));
    const next = structuredClone(store.state);
    advance(next);
    // Each change of the state leads here again.
    if (isDeepStrictEqual(next, store.state)) return;
    store.change(advance).catch(error => {
      if (!this.isClosing) {
        logger.error(`The rolling deployment of ${name} cannot go on`, error);
      }
    });
  }

  /**
   * Waits until an instance is ready, briefly and not beyond the request's deadline.
   *
   * @throws EffectError `unknown_candidate`, `not_ready`
   */
  async waitUntilReady(request: EffectRequest, id: string): Promise<void> {
    const { store } = this.#options;
    let failure: ReplicaRecord['failure'];
    let versionName = '';
    const isReady = await pollUntil(
      async () => {
        const instance = store.findInstance(id);
        if (!instance || instance.role === 'retired') {
          throw createUnknownCandidateError(id);
        }
        ({ versionName } = instance);
        const replicas = listActive(instance);
        failure = replicas.find(one => one.failure)?.failure;
        if (hasEnoughReady(instance, await this.countReady(instance))) {
          return true;
        }
        // A replica that has never been ready is not worth waiting for here.
        return replicas.every(
          one => this.#runners.get(one.id)?.phase.name === 'ready',
        )
          ? undefined
          : false;
      },
      {
        intervalMs: READY_INTERVAL_MS,
        timeoutMs: Math.min(
          READY_TIMEOUT_MS,
          request.deadline - DEADLINE_MARGIN_MS - Date.now(),
        ),
        signal: request.signal,
      },
    );
    if (isReady) return;
    throw new EffectError(
      failure?.message ?? `Version ${versionName} is not ready`,
      { code: 'not_ready', retryable: failure === undefined },
    );
  }

  /**
   * Waits until all retired instances have stopped, as long as the request's deadline allows. Returns whether they
   * have.
   *
   * @throws EffectError `not_stopped`
   */
  async waitForRetirements(request: EffectRequest): Promise<boolean> {
    // Retries retirements that have failed.
    this.reconcile();
    const timeoutMs = Math.max(
      0,
      request.deadline - Date.now() - DEADLINE_MARGIN_MS,
    );
    const finished = new AbortController();
    try {
      const haveStopped = await raceAbort(
        Promise.race([
          Promise.all(this.#retirements.values()).then(() => true),
          pause(timeoutMs, finished.signal).then(() => false),
        ]),
        request.signal,
      );
      if (!haveStopped) {
        request.log(
          'The version that was taken out of traffic is still finishing its requests and stops afterwards',
          'warn',
        );
      }
      return haveStopped ?? false;
    } catch (error) {
      throw new EffectError(
        `An instance that was taken out of traffic did not stop: ${
          error instanceof Error ? error.message : String(error)
        }`,
        { code: 'not_stopped', retryable: true, cause: error },
      );
    } finally {
      finished.abort();
    }
  }

  /**
   * Ends waiting and starts no more instances. Must be called before `stop` and `detach`.
   *
   * @param options - `keepProcesses`: retirements in progress must not stop processes, as after a crash.
   */
  close(options?: { keepProcesses: boolean }): void {
    if (options?.keepProcesses) this.#isDetached = true;
    this.#closing.abort();
  }

  /** Stops all instances. The next start brings them back. */
  async stop(): Promise<void> {
    await Promise.allSettled(this.#retirements.values());
    await Promise.all(
      [...this.#runners].map(async ([id, runner]) => {
        await runner.stop(this.#options.stopMs);
        // The next start starts an instance without a stored process; it counts one with a dead process as crashed.
        await this.#options.store.patchReplica(id, { process: undefined });
      }),
    );
  }

  /** Stops supervising all instances. Their processes keep running. */
  async detach(): Promise<void> {
    await Promise.all([...this.#runners.values()].map(r => r.detach()));
    await Promise.allSettled(this.#retirements.values());
  }

  #getRunner(id: string): InstanceRunner {
    const existing = this.#runners.get(id);
    if (existing) return existing;
    const { store, services, service, name, logger, ...options } =
      this.#options;
    const runner = new InstanceRunner({
      id,
      dataDir: options.dataDir,
      slug: options.slug,
      host: options.host,
      ports: options.ports,
      logs: options.logs,
      witness: options.witness,
      logger: logger.child({ instance: id, serviceEnvironment: name }),
      record: () => {
        const found = store.findReplica(id);
        if (!found) return undefined;
        const { versionName, env, readyTimeoutMs, since } = found.instance;
        return { ...found.replica, versionName, env, readyTimeoutMs, since };
      },
      spec: () => {
        const found = store.findReplica(id);
        return found && services.findRunSpec(service, found.instance.artifact);
      },
      isKeptRunning: () => {
        const found = store.findReplica(id);
        return found !== undefined && isKeptRunning(store.state, found);
      },
      save: patch => store.patchReplica(id, patch),
      saveFailure: failure =>
        store.patchReplica(id, { failure, process: undefined }),
      onChange: () => {
        this.reconcile();
        this.#options.onChange();
      },
      onExit: () => this.#route(),
    });
    this.#runners.set(id, runner);
    return runner;
  }

  async #adoptOrStart(
    instance: InstanceRecord,
    replica: ReplicaRecord,
    tagged: readonly TaggedProcess[],
  ): Promise<void> {
    const { store, name, logger } = this.#options;
    const { id } = replica;
    const own = tagged.filter(found => found.instance === id);
    const recorded = own.find(found => found.pid === replica.process?.pid);
    // After a crash between start and write the process is not recorded. Its tag identifies it.
    const leader = recorded ?? own.find(found => found.pid === found.group);
    const running = leader && (await adoptProcess(leader.pid));
    if (running) {
      logger.info(
        `Adopted process ${running.record.pid} of ${name}, version ${instance.versionName}`,
      );
      this.#getRunner(id).start(running);
      return;
    }
    if (replica.process && !isKeptRunning(store.state, { instance, replica })) {
      await store.patchReplica(id, {
        process: undefined,
        failure: {
          code: 'process_lost',
          message: `The process of version ${instance.versionName} ended while the backend was not running`,
          retryable: true,
        },
      });
      return;
    }
    if (replica.process) {
      await store.patchReplica(id, {
        restarts: recordRestart(replica.restarts, {
          at: Date.now(),
          cause: 'exited',
          message: `Version ${instance.versionName} ended while the backend was not running`,
        }),
      });
    }
    this.#getRunner(id).start();
  }

  /** Drains and stops a replica, then deletes its record. */
  #retire(id: string): void {
    if (this.#retirements.has(id)) return;
    const { name, drainMs, stopMs, logger, store, stableUrl } = this.#options;
    const retire = async () => {
      const runner = this.#getRunner(id);
      await raceAbort(
        stableUrl.waitUntilDrained(id, drainMs),
        this.#closing.signal,
      );
      if (this.#isDetached) return;
      await runner.stop(stopMs);
      this.#runners.delete(id);
      await store.change(draft => {
        for (const instance of draft.instances) {
          instance.replicas = instance.replicas.filter(one => one.id !== id);
        }
        removeStopped(draft);
      });
    };
    const retirement = retire().finally(() => this.#retirements.delete(id));
    this.#retirements.set(id, retirement);
    retirement.catch(error =>
      logger.error(`Process ${id} of ${name} could not be stopped`, error),
    );
  }
}
