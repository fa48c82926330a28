import type { LoggerService } from '@backstage/backend-plugin-api';
import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type { PortAllocator } from '../ports/portAllocator';
import { createMutex } from '../concurrency/createMutex';
import {
  createPlaceProxy,
  type PlaceProxy,
  type PlaceProxyOptions,
  type ProxyRoute,
} from './trafficProxy';

const LISTEN_AGAIN_MS = 2_000;

export interface StableUrlOptions extends PlaceProxyOptions {
  ports: PortAllocator;
  logger: LoggerService;
  /** How long requests on a port that is given up may take. */
  drainMs: number;
  /** The port as stored; absent before the first one is needed. */
  port(): number | undefined;
  /** Durable when it resolves. */
  savePort(port: number): Promise<void>;
}

/** Keeps a place reachable under one port, the same across all restarts. */
export class StableUrl {
  readonly #options: StableUrlOptions;
  readonly #mutex = createMutex();
  #proxy: PlaceProxy;
  #routes: readonly ProxyRoute[] = [];
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: StableUrlOptions) {
    this.#options = options;
    this.#proxy = createPlaceProxy(options);
  }

  /** Absent before the first `ensure`. */
  get url(): string | undefined {
    const port = this.#options.port();
    return port === undefined
      ? undefined
      : `http://${this.#options.host}:${port}`;
  }

  route(routes: readonly ProxyRoute[]): void {
    this.#routes = routes;
    this.#proxy.route(routes);
  }

  drained(instance: string, timeoutMs: number): Promise<void> {
    return this.#proxy.drained(instance, timeoutMs);
  }

  /** Listens on the stored port, if there is one; when somebody else has it, tries again until it is free. */
  async resume(): Promise<void> {
    const { logger, name } = this.#options;
    const port = this.#options.port();
    if (port === undefined || this.#closed || this.#proxy.isListening()) return;
    try {
      await this.#proxy.listen(port);
    } catch (error) {
      logger.error(
        `${name} cannot be reached: its port ${port} is taken by another program; trying again`,
        error instanceof Error ? error : undefined,
      );
      this.#timer = setTimeout(() => this.resume(), LISTEN_AGAIN_MS).unref();
    }
  }

  /**
   * Listens, on this port where one is given.
   *
   * @throws EffectError `port_taken`, `ports_exhausted`
   */
  ensure(fixed: number | undefined): Promise<void> {
    return this.#mutex(async () => {
      const { ports, host, drainMs } = this.#options;
      const current = this.#options.port();
      const wanted = fixed ?? current;
      if (wanted !== undefined && wanted === current) {
        if (this.#proxy.isListening()) return;
        clearTimeout(this.#timer);
        await this.#listenOrRefuse(wanted);
        return;
      }
      const port = await ports.claim(wanted);
      if (wanted !== undefined && port !== wanted) {
        ports.release(port);
        throw portTaken(wanted, host);
      }
      // Stored before it is used, so that it is the same after a crash.
      await this.#options.savePort(port);
      if (current !== undefined) {
        clearTimeout(this.#timer);
        const former = this.#proxy;
        this.#proxy = createPlaceProxy(this.#options);
        this.#proxy.route(this.#routes);
        void former.close(drainMs).then(() => ports.release(current));
      }
      await this.#listenOrRefuse(port);
    });
  }

  async close(graceMs: number): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#proxy.close(graceMs);
  }

  async #listenOrRefuse(port: number): Promise<void> {
    try {
      await this.#proxy.listen(port);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      throw portTaken(port, this.#options.host);
    }
  }
}

function portTaken(port: number, host: string): EffectError {
  return new EffectError(
    `Port ${port} on ${host} is taken by another program: stop it, or choose another \`port\` in the target's settings`,
    { code: 'port_taken', retryable: true },
  );
}
