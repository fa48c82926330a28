import { chmod, mkdir, realpath } from 'node:fs/promises';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import {
  createDeclaredServices,
  type DeclaredServices,
} from '../config/declaredServices';
import type { AllowedPorts } from '../config/targetSettings';
import type { ReadLocalConfig } from '../config/readLocalConfig';
import {
  createTrafficRecorder,
  type TrafficRecorder,
} from '../measure/trafficRecorder';
import { createPortAllocator } from '../ports/portAllocator';
import { stopGroup } from '../process/processGroup';
import { createLogFiles } from '../process/logFiles';
import { findTagged } from '../process/processTag';
import { lockDirectory, type DirLock } from '../state/directoryLock';
import { openPlaceFiles } from '../state/stateFiles';
import {
  emptyPlaceState,
  placeSlug,
  type PlaceKey,
  type PlaceState,
} from '../state/serviceEnvironmentState';
import { Place, type PlaceOptions } from '../serviceEnvironment/localServiceEnvironment';

/** How long a backend that is just stopping may take to stop its processes. */
const LOCK_WAIT_MS = 30_000;
const TIDY_EVERY_MS = 5_000;

export interface LocalManagerOptions {
  config: ReadLocalConfig;
  logger: LoggerService;
  recorder?: TrafficRecorder;
  onAnswered?: PlaceOptions['onAnswered'];
  lockWaitMs?: number;
}

/** All places of one data directory. */
export class LocalManager {
  readonly #options: LocalManagerOptions;
  readonly #services: DeclaredServices;
  readonly #places = new Map<string, Place>();
  /** Places whose stored state cannot be read: nothing is done there, rather than something wrong. */
  readonly #unreadable = new Map<string, string>();
  #lock: DirLock | undefined;
  #open: ((state: PlaceState) => Place) | undefined;
  #tidyTimer: NodeJS.Timeout | undefined;
  #started: Promise<void> | undefined;
  readonly #listeners = new Set<(place: PlaceKey) => void>();
  /** Calls may come before the start: hooks of one backend run in no promised order. */
  #announceStart: () => void = () => {};
  readonly #startBegun = new Promise<void>(resolve => {
    this.#announceStart = resolve;
  });

  constructor(options: LocalManagerOptions) {
    this.#options = options;
    this.#services = createDeclaredServices(options.config.services);
  }

  get services(): DeclaredServices {
    return this.#services;
  }

  /** The ports that services may choose by their settings. */
  get allowedPorts(): AllowedPorts {
    return this.#options.config.allowedPorts;
  }

  get places(): readonly Place[] {
    return [...this.#places.values()];
  }

  /** Calls the listener when an instance ended, no longer answers, or answers again. Returns how to stop that. */
  onChange(listener: (place: PlaceKey) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes the data directory and brings back what should run there. Once per manager. */
  start(): Promise<void> {
    this.#started ??= this.#start();
    this.#announceStart();
    return this.#started;
  }

  /** The place of a service in an environment; waits for the start. */
  async place(key: PlaceKey): Promise<Place> {
    await this.#startBegun;
    await this.#started;
    const slug = placeSlug(key);
    const broken = this.#unreadable.get(slug);
    if (broken) {
      throw new EffectError(
        `The stored state of ${key.service} in ${key.environment} cannot be read (${broken}): repair or remove it, then restart the backend`,
        { code: 'state_unreadable', retryable: false },
      );
    }
    let place = this.#places.get(slug);
    if (!place) {
      if (!this.#open) {
        throw new EffectError('The local target is stopping', {
          code: 'stopping',
          retryable: true,
        });
      }
      place = this.#open(emptyPlaceState(key));
      this.#places.set(slug, place);
    }
    return place;
  }

  /** Stops all processes and proxies; the next start brings them back. */
  async stop(): Promise<void> {
    await this.#started?.catch(() => {});
    clearInterval(this.#tidyTimer);
    this.#open = undefined;
    const results = await Promise.allSettled(this.places.map(p => p.stop()));
    for (const result of results) {
      if (result.status === 'rejected') {
        this.#options.logger.error('A place did not stop', result.reason);
      }
    }
    await this.#lock?.release();
    this.#lock = undefined;
  }

  /** Lets go of everything and leaves the processes running, as a crash would. */
  async abandon(): Promise<void> {
    await this.#started?.catch(() => {});
    clearInterval(this.#tidyTimer);
    this.#open = undefined;
    await Promise.all(this.places.map(place => place.abandon()));
    await this.#lock?.release();
    this.#lock = undefined;
  }

  async #start(): Promise<void> {
    const { config, logger, onAnswered } = this.#options;
    await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
    // `mkdir` leaves the mode of an existing folder; no other user may read what services write and their variables.
    await chmod(config.dataDir, 0o700).catch(error =>
      logger.warn(
        `Other users of this machine may read ${config.dataDir}: its mode cannot be changed (${error})`,
      ),
    );
    // One name for one folder, whatever links lead there: it is part of the processes' tag.
    const dataDir = await realpath(config.dataDir);
    this.#lock = await lockDirectory(dataDir, {
      waitMs: this.#options.lockWaitMs ?? LOCK_WAIT_MS,
      onWait: holder =>
        logger.info(
          `Waiting for process ${holder} to let go of ${dataDir}; it is probably the previous run, stopping`,
        ),
    });
    const files = await openPlaceFiles(dataDir);
    const shared: PlaceOptions = {
      dataDir,
      host: config.host,
      drainMs: config.drain,
      stopMs: config.stopTimeout,
      requestTimeoutMs: config.requestTimeout,
      services: this.#services,
      allowedPorts: config.allowedPorts,
      ports: createPortAllocator({ host: config.host, ...config.ports }),
      files,
      logs: createLogFiles(dataDir, config.logs.maxKilobytes * 1024),
      recorder: this.#options.recorder ?? createTrafficRecorder(),
      logger,
      onAnswered: onAnswered ?? (() => {}),
      onChange: place => this.#listeners.forEach(listener => listener(place)),
    };
    this.#open = state => new Place(state, shared);

    const { states, unreadable } = await files.readAll();
    for (const { slug, file, reason } of unreadable) {
      this.#unreadable.set(slug, file);
      logger.error(`The stored state ${file} cannot be read: ${reason}`);
    }
    const tagged = await findTagged(dataDir);
    for (const state of states) {
      const place = new Place(state, shared);
      this.#places.set(place.slug, place);
    }
    await this.#stopOrphans(tagged);
    // Ports of all before any new one is handed out.
    for (const place of this.places) place.reservePorts();
    await Promise.all(this.places.map(place => place.start(tagged)));

    this.#tidyTimer = setInterval(() => {
      for (const place of this.places) {
        place
          .tidy()
          .catch(error => logger.warn('Log files were not tidied', error));
      }
    }, TIDY_EVERY_MS);
    this.#tidyTimer.unref();
  }

  /** Ends processes of ours that belong to no instance on record. */
  async #stopOrphans(
    tagged: Awaited<ReturnType<typeof findTagged>>,
  ): Promise<void> {
    const known = new Set(
      this.places.flatMap(place => place.instances.map(({ id }) => id)),
    );
    const orphans = tagged.filter(
      found =>
        !known.has(found.instance) &&
        // What cannot be read may well be where it is on record.
        !this.#unreadable.has(found.place),
    );
    const groups = new Set(orphans.map(({ group }) => group));
    await Promise.all(
      [...groups].map(async group => {
        this.#options.logger.warn(
          `Stopping process group ${group}: it was started from here and belongs to no deployment`,
        );
        await stopGroup(group, this.#options.config.stopTimeout);
      }),
    );
  }
}
