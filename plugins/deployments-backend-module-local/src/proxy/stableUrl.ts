import type { LoggerService } from '@backstage/backend-plugin-api';
import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type { PortAllocator } from '../ports/portAllocator';
import { createMutex } from '../concurrency/createMutex';
import {
  createTrafficProxy,
  type ProxyTable,
  type TrafficProxy,
  type TrafficProxyOptions,
} from './trafficProxy';

const LISTEN_RETRY_MS = 2_000;

/** Where a stable URL listens, and how its port is stored. */
export interface StableUrlOptions extends TrafficProxyOptions {
  ports: PortAllocator;
  logger: LoggerService;
  /** How long requests on a port that is no longer used may take. */
  drainMs: number;
  /** Returns the stored port; `undefined` before the first apply. */
  port(): number | undefined;
  /** Stores the port. Durable when it resolves. */
  savePort(port: number): Promise<void>;
}

/** Keeps a service environment reachable on the same port across restarts. */
export class StableUrl {
  readonly #options: StableUrlOptions;
  readonly #mutex = createMutex();
  #proxy: TrafficProxy;
  #table: ProxyTable = { routes: [] };
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: StableUrlOptions) {
    this.#options = options;
    this.#proxy = createTrafficProxy(options);
  }

  /** `undefined` before the first `ensure`. */
  get url(): string | undefined {
    const port = this.#options.port();
    return port === undefined
      ? undefined
      : `http://${this.#options.host}:${port}`;
  }

  /** Replaces all routes. Requests in progress stay with their process. */
  route(table: ProxyTable): void {
    this.#table = table;
    this.#proxy.route(table);
  }

  /** Resolves when the replica has no requests in progress, or after `timeoutMs`. */
  waitUntilDrained(replica: string, timeoutMs: number): Promise<void> {
    return this.#proxy.waitUntilDrained(replica, timeoutMs);
  }

  /** Listens on the stored port, if there is one. Retries until the port is free if another program uses it. */
  async resume(): Promise<void> {
    const { logger, name } = this.#options;
    const port = this.#options.port();
    if (port === undefined || this.#closed || this.#proxy.isListening()) return;
    try {
      await this.#proxy.listen(port);
    } catch (error) {
      logger.error(
        `${name} cannot be reached because another program uses its port ${port}; retrying every ${
          LISTEN_RETRY_MS / 1000
        } s`,
        error instanceof Error ? error : undefined,
      );
      this.#timer = setTimeout(() => this.resume(), LISTEN_RETRY_MS).unref();
    }
  }

  /**
   * Listens on the given port, the stored one, or a free one.
   *
   * @throws EffectError `port_taken`, `ports_exhausted`
   */
  ensure(configuredPort: number | undefined): Promise<void> {
    return this.#mutex(async () => {
      const { ports, host, drainMs } = this.#options;
      const current = this.#options.port();
      const requestedPort = configuredPort ?? current;
      if (requestedPort !== undefined && requestedPort === current) {
        if (this.#proxy.isListening()) return;
        clearTimeout(this.#timer);
        await this.#listenOrRefuse(requestedPort);
        return;
      }
      const port = await ports.claim(requestedPort);
      if (requestedPort !== undefined && port !== requestedPort) {
        ports.release(port);
        throw createPortTakenError(requestedPort, host);
      }
      // Stored before it is used, so that it stays the same after a crash.
      await this.#options.savePort(port);
      if (current !== undefined) {
        clearTimeout(this.#timer);
        const former = this.#proxy;
        this.#proxy = createTrafficProxy(this.#options);
        this.#proxy.route(this.#table);
        void former.close(drainMs).then(() => ports.release(current));
      }
      await this.#listenOrRefuse(port);
    });
  }

  /** Stops listening, and closes existing connections after `graceMs`. */
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
      throw createPortTakenError(port, this.#options.host);
    }
  }
}

function createPortTakenError(port: number, host: string): EffectError {
  return new EffectError(
    `Port ${port} on ${host} is used by another program: stop that program, or choose another \`port\` in the target's settings`,
    { code: 'port_taken', retryable: true },
  );
}
