import { chmod, mkdir, realpath } from 'node:fs/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  EffectError,
  type ServiceEnvironmentRef,
} from '@slipway/backstage-plugin-deployments-node';
import {
  createDeclaredServices,
  type DeclaredServices,
} from '../config/declaredServices';
import type { SettingsLimits } from '../config/targetSettings';
import type { ReadLocalConfig } from '../config/readLocalConfig';
import {
  createTrafficRecorder,
  type TrafficRecorder,
} from '../measure/trafficRecorder';
import { ProbeWitness } from '../instance/probeWitness';
import { createPortAllocator } from '../ports/portAllocator';
import { stopGroup } from '../process/processGroup';
import { createLogFiles } from '../process/logFiles';
import { findTaggedProcesses } from '../process/processTag';
import { lockDirectory, type DirectoryLock } from '../state/directoryLock';
import { openStateFiles } from '../state/stateFiles';
import {
  createEmptyState,
  buildSlug,
  type ServiceEnvironmentState,
} from '../state/serviceEnvironmentState';
import { LocalServiceEnvironment } from '../serviceEnvironment/localServiceEnvironment';
import type { LocalServiceEnvironmentOptions } from '../serviceEnvironment/localServiceEnvironmentOptions';

/** How long a previous backend that is shutting down may take to stop its processes. */
const LOCK_WAIT_MS = 30_000;
const LOG_CLEANUP_INTERVAL_MS = 5_000;

/** What the local target runs, and who is notified. */
export interface LocalSupervisorOptions {
  config: ReadLocalConfig;
  logger: LoggerService;
  /** Default: a new one. */
  recorder?: TrafficRecorder;
  onRequestCompleted?: LocalServiceEnvironmentOptions['onRequestCompleted'];
  /** How long to wait for another process that uses the data directory. Default: 30 s. */
  lockWaitMs?: number;
}

/** Starts, finds and stops all service environments of one data directory. */
export class LocalSupervisor {
  readonly #options: LocalSupervisorOptions;
  readonly #services: DeclaredServices;
  readonly #serviceEnvironments = new Map<string, LocalServiceEnvironment>();
  /**
   * State files that cannot be read, by slug. Calls for these service environments fail, and their processes keep
   * running.
   */
  readonly #unreadable = new Map<string, string>();
  #lock: DirectoryLock | undefined;
  #create:
    | ((state: ServiceEnvironmentState) => LocalServiceEnvironment)
    | undefined;
  #cleanupTimer: NodeJS.Timeout | undefined;
  #started: Promise<void> | undefined;
  readonly #listeners = new Set<(ref: ServiceEnvironmentRef) => void>();
  /** Calls can arrive before the start, because the order of a backend's startup hooks is not defined. */
  #markStartRequested: () => void = () => {};
  readonly #startRequested = new Promise<void>(resolve => {
    this.#markStartRequested = resolve;
  });

  constructor(options: LocalSupervisorOptions) {
    this.#options = options;
    this.#services = createDeclaredServices(options.config.services);
  }

  get services(): DeclaredServices {
    return this.#services;
  }

  /** What the configuration allows settings of services to say. */
  get settingsLimits(): SettingsLimits {
    return this.#options.config;
  }

  get serviceEnvironments(): readonly LocalServiceEnvironment[] {
    return [...this.#serviceEnvironments.values()];
  }

  /**
   * Calls the listener when an instance exited, stopped responding, or responds again. Returns a function that
   * unsubscribes.
   */
  onChange(listener: (ref: ServiceEnvironmentRef) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Locks the data directory and restores what should run there. Further calls return the same promise.
   *
   * @throws ConflictError if another process uses the data directory.
   */
  start(): Promise<void> {
    this.#started ??= this.#start();
    this.#markStartRequested();
    return this.#started;
  }

  /**
   * Returns a service environment, after the start. Creates it if it does not exist.
   *
   * @throws EffectError `state_unreadable`, `stopping`
   */
  async getServiceEnvironment(
    ref: ServiceEnvironmentRef,
  ): Promise<LocalServiceEnvironment> {
    await this.#startRequested;
    await this.#started;
    const slug = buildSlug(ref);
    const unreadableFile = this.#unreadable.get(slug);
    if (unreadableFile) {
      throw new EffectError(
        `The stored state of ${ref.service} in ${ref.environment} cannot be read: repair or remove ${unreadableFile}, then restart the backend`,
        { code: 'state_unreadable', retryable: false },
      );
    }
    let serviceEnvironment = this.#serviceEnvironments.get(slug);
    if (!serviceEnvironment) {
      if (!this.#create) {
        throw new EffectError('The local target is stopping', {
          code: 'stopping',
          retryable: true,
        });
      }
      serviceEnvironment = this.#create(createEmptyState(ref));
      this.#serviceEnvironments.set(slug, serviceEnvironment);
    }
    return serviceEnvironment;
  }

  /** Stops all processes and proxies. The next start brings them back. */
  async stop(): Promise<void> {
    await this.#started?.catch(() => {});
    clearInterval(this.#cleanupTimer);
    this.#create = undefined;
    const results = await Promise.allSettled(
      this.serviceEnvironments.map(one => one.stop()),
    );
    for (const result of results) {
      if (result.status === 'rejected') {
        this.#options.logger.error(
          'A service environment of the local target could not be stopped',
          result.reason,
        );
      }
    }
    await this.#lock?.release();
    this.#lock = undefined;
  }

  /** Releases everything and leaves the processes running, as a crash would. */
  async detach(): Promise<void> {
    await this.#started?.catch(() => {});
    clearInterval(this.#cleanupTimer);
    this.#create = undefined;
    await Promise.all(this.serviceEnvironments.map(one => one.detach()));
    await this.#lock?.release();
    this.#lock = undefined;
  }

  async #start(): Promise<void> {
    const { config, logger, onRequestCompleted } = this.#options;
    await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
    // `mkdir` does not change the mode of an existing folder. No other user may read logs and environment variables.
    await chmod(config.dataDir, 0o700).catch(error =>
      logger.warn(
        `Other users of this machine may be able to read ${config.dataDir}, because its mode could not be changed: ${error}`,
      ),
    );
    // The path without links, because it is part of the tag of processes.
    const dataDir = await realpath(config.dataDir);
    this.#lock = await lockDirectory(dataDir, {
      waitMs: this.#options.lockWaitMs ?? LOCK_WAIT_MS,
      onWait: pid =>
        logger.info(
          `Waiting until process ${pid} releases ${dataDir}; it is probably the previous backend, which is shutting down`,
        ),
    });
    const files = await openStateFiles(dataDir);
    const shared: LocalServiceEnvironmentOptions = {
      dataDir,
      host: config.host,
      drainMs: config.drain,
      stopMs: config.stopTimeout,
      requestTimeoutMs: config.requestTimeout,
      services: this.#services,
      settingsLimits: config,
      ports: createPortAllocator({ host: config.host, ...config.ports }),
      files,
      logs: createLogFiles(dataDir, config.logs.maxKilobytes * 1024),
      witness: new ProbeWitness(),
      recorder: this.#options.recorder ?? createTrafficRecorder(),
      logger,
      onRequestCompleted: onRequestCompleted ?? (() => {}),
      onChange: ref => this.#listeners.forEach(listener => listener(ref)),
    };
    this.#create = state => new LocalServiceEnvironment(state, shared);

    const { states, unreadable } = await files.readAll();
    for (const { slug, file, reason } of unreadable) {
      this.#unreadable.set(slug, file);
      logger.error(
        `The state file ${file} cannot be read, so nothing can be deployed there: ${reason}`,
      );
    }
    const tagged = await findTaggedProcesses(dataDir);
    for (const state of states) {
      const serviceEnvironment = new LocalServiceEnvironment(state, shared);
      this.#serviceEnvironments.set(
        serviceEnvironment.slug,
        serviceEnvironment,
      );
    }
    await this.#stopOrphans(tagged);
    // All stored ports must be reserved before a new one is assigned.
    for (const one of this.serviceEnvironments) one.reservePorts();
    await Promise.all(this.serviceEnvironments.map(one => one.start(tagged)));

    this.#cleanupTimer = setInterval(() => {
      for (const one of this.serviceEnvironments) {
        one
          .cleanUpLogs()
          .catch(error =>
            logger.warn('Log files could not be cleaned up', error),
          );
      }
    }, LOG_CLEANUP_INTERVAL_MS);
    this.#cleanupTimer.unref();
  }

  /** Stops processes with our tag that belong to no stored instance. */
  async #stopOrphans(
    tagged: Awaited<ReturnType<typeof findTaggedProcesses>>,
  ): Promise<void> {
    const known = new Set(
      this.serviceEnvironments.flatMap(({ instances }) =>
        instances.flatMap(({ replicas }) => replicas.map(({ id }) => id)),
      ),
    );
    const orphans = tagged.filter(
      found =>
        !known.has(found.instance) &&
        // An unreadable state file may contain the instance.
        !this.#unreadable.has(found.slug),
    );
    const groups = new Set(orphans.map(({ group }) => group));
    await Promise.all(
      [...groups].map(async group => {
        this.#options.logger.warn(
          `Stopping process group ${group}, which the local target started and which belongs to no deployment`,
        );
        await stopGroup(group, this.#options.config.stopTimeout);
      }),
    );
  }
}
