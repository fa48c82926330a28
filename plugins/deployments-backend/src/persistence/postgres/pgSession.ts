import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { Knex } from 'knex';
import {
  applySettings,
  createLiveSession,
  keepsSession,
  readScope,
} from './liveSession';
import type { LiveSession, PgSession } from './liveSession';
import { connect, quoteIdentifier, readRole } from './pgConnection';

interface PgSessionListener {
  /** Called when the session is connected and listens to every channel. A rejection is logged. */
  onUp?(session: PgSession): void | Promise<void>;
  /** Called when the session passed to `onUp` has ended. A new one will follow. */
  onDown?(reason: string): void;
}

export interface ChannelListener {
  onNotification(payload: string): void;
  /** Called when listening starts, for the first time or again. Earlier notifications were missed. */
  onGap?(): void;
}

/**
 * - `connecting`: there is no session; connecting is retried with backoff.
 * - `session`: there is one.
 * - `polling`: a pooler gives each transaction another connection, so there are no session locks and no LISTEN. The
 * keeper checks every minute whether that has changed.
 */
type PgSessionMode = 'connecting' | 'session' | 'polling';

/**
 * Keeps one connection to PostgreSQL next to the pool, for session advisory locks and LISTEN, and reconnects when it is
 * lost.
 *
 * ```ts
 * const sessions = createPgSession({ knex, logger });
 * sessions.subscribe({
 *   onUp: async session => { await session.query('select pg_try_advisory_lock($1, $2)', [a, b]); },
 *   onDown: () => { … },
 * });
 * sessions.listen('changes', { onNotification: id => refresh(id), onGap: () => refreshAll() });
 * await sessions.start();
 * // Inside a transaction, the notification is sent when it commits.
 * await notify(trx, 'changes', deploymentId);
 * ```
 *
 * It queries the server every second, and closes the connection if there is no response within two more seconds. If this
 * machine is gone, the server notices within about ten seconds and releases the locks. If the process is only frozen, it
 * keeps its locks.
 */
export interface PgSessionKeeper {
  readonly mode: PgSessionMode;
  /** The current session, if there is one. */
  readonly session: PgSession | undefined;
  /** Calls `onUp` immediately if there is a session. Returns a function that ends the subscription. */
  subscribe(listener: PgSessionListener): () => void;
  /**
   * Listens to a channel of this plugin in this database and schema; `notify` sends to it. Returns a function that
   * stops listening.
   */
  listen(channel: string, listener: ChannelListener): () => void;
  /** Listens to a channel by its full name, which other software in the database may share. */
  listenRaw(channel: string, listener: ChannelListener): () => void;
  /** Resolves after the first attempt to connect, whether or not it succeeded. Never rejects. */
  start(): Promise<void>;
  /** Closes the connection; the server releases its locks. */
  stop(): Promise<void>;
}

export interface PgSessionOptions {
  knex: Knex;
  logger: LoggerService;
  /** Interval of the keepalive query, in milliseconds. Default 1000. */
  keepaliveMs?: number;
  /** Deadline of a response, in milliseconds. Default 2000. Connecting has five seconds. */
  deadlineMs?: number;
}

const CONNECT_DEADLINE_MS = 5_000;
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 5_000;
/** How often to check whether a pooler keeps sessions by now. */
const ASK_POOLER_AGAIN_MS = 60_000;

interface Channel {
  /** False: `name` is the full name. */
  isScoped: boolean;
  name: string;
  listener: ChannelListener;
}

class Keeper implements PgSessionKeeper {
  readonly #options: PgSessionOptions;
  readonly #deadlineMs: number;
  readonly #listeners = new Set<PgSessionListener>();
  readonly #channels = new Set<Channel>();
  #mode: PgSessionMode = 'connecting';
  #live?: LiveSession;
  #role?: { name: string | undefined };
  #attempt = 0;
  #timer?: NodeJS.Timeout;
  #keepaliveTimer?: NodeJS.Timeout;
  #connecting?: Promise<void>;
  #isStopped = false;
  #isOutageLogged = false;

  constructor(options: PgSessionOptions) {
    this.#options = options;
    this.#deadlineMs = options.deadlineMs ?? 2_000;
  }

  get mode(): PgSessionMode {
    return this.#mode;
  }

  get session(): PgSession | undefined {
    return this.#live?.session;
  }

  subscribe(listener: PgSessionListener): () => void {
    this.#listeners.add(listener);
    if (this.#live) {
      this.#notifyUp(listener, this.#live.session);
    }
    return () => this.#listeners.delete(listener);
  }

  listen(channel: string, listener: ChannelListener): () => void {
    return this.#listen({ isScoped: true, name: channel, listener });
  }

  listenRaw(channel: string, listener: ChannelListener): () => void {
    return this.#listen({ isScoped: false, name: channel, listener });
  }

  start(): Promise<void> {
    this.#isStopped = false;
    return this.#connect();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#close('this process stops');
    await this.#connecting;
  }

  #listen(channel: Channel): () => void {
    this.#channels.add(channel);
    const live = this.#live;
    if (live) {
      this.#listenOn(live, channel).then(
        () => this.#notifyGap(channel),
        error => this.#handleLoss(live, error),
      );
    }
    return () => {
      this.#channels.delete(channel);
      // Others may listen to the same channel, so it is not unlistened; an unused notification costs nothing.
    };
  }

  #connect(): Promise<void> {
    this.#connecting = this.#tryToConnect().catch(error => {
      this.#logOutage(error);
      this.#connectLater(
        Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** this.#attempt),
      );
      this.#attempt += 1;
    });
    return this.#connecting;
  }

  #connectLater(delay: number): void {
    if (this.#isStopped) {
      return;
    }
    clearTimeout(this.#timer);
    // A random delay keeps replicas that lost the same server from reconnecting in step.
    this.#timer = setTimeout(
      () => this.#connect(),
      delay * (0.5 + Math.random() / 2),
    );
    this.#timer.unref();
  }

  async #tryToConnect(): Promise<void> {
    const { knex } = this.#options;
    // Read only once, because later the pool's connections may be as dead as the one that is replaced.
    this.#role ??= { name: await readRole(knex) };
    const connected = await connect(knex, this.#role.name, CONNECT_DEADLINE_MS);
    const live = createLiveSession(connected, this.#deadlineMs, error =>
      this.#handleLoss(live, error),
    );
    try {
      if (!(await keepsSession(knex, live, this.#deadlineMs))) {
        live.end();
        this.#startPolling();
        return;
      }
      await applySettings(live.session);
      live.scope = await readScope(live.session);
      await this.#open(live);
    } catch (error) {
      live.end();
      throw error;
    }
  }

  async #open(live: LiveSession): Promise<void> {
    for (const channel of this.#channels) {
      await this.#listenOn(live, channel);
    }
    if (this.#isStopped || live.session.ended.aborted) {
      live.end();
      throw new Error('the connection ended while it was being prepared');
    }
    this.#live = live;
    this.#attempt = 0;
    if (this.#mode === 'polling' || this.#isOutageLogged) {
      this.#options.logger.info(
        'The database session for LISTEN and locks is back',
      );
    }
    this.#mode = 'session';
    this.#isOutageLogged = false;
    this.#channels.forEach(channel => this.#notifyGap(channel));
    this.#listeners.forEach(it => this.#notifyUp(it, live.session));
    this.#keepAlive(live);
  }

  /** Starts polling, and logs it once. */
  #startPolling(): void {
    if (this.#mode !== 'polling') {
      this.#options.logger.warn(
        'The database is behind a pooler that gives each transaction another connection (as PgBouncer does in transaction mode). Without LISTEN and session locks, replicas poll for work twice a second and take over from a dead replica only when its lease ends. For a faster takeover, give the plugin a direct connection or a pool in session mode.',
      );
    }
    this.#mode = 'polling';
    this.#connectLater(ASK_POOLER_AGAIN_MS);
  }

  async #listenOn(live: LiveSession, channel: Channel): Promise<void> {
    const { name, isScoped, listener } = channel;
    const fullName = isScoped ? `${live.scope}${name}` : name;
    live.onMessage(message => {
      if (message.channel === fullName && this.#channels.has(channel)) {
        this.#guard(() => listener.onNotification(message.payload ?? ''));
      }
    });
    await live.session.query(`listen ${quoteIdentifier(fullName)}`);
  }

  #keepAlive(live: LiveSession): void {
    clearTimeout(this.#keepaliveTimer);
    this.#keepaliveTimer = setTimeout(() => {
      live.session.query('select 1').then(
        () => !live.session.ended.aborted && this.#keepAlive(live),
        error => this.#handleLoss(live, error),
      );
    }, this.#options.keepaliveMs ?? 1_000);
    this.#keepaliveTimer.unref();
  }

  #handleLoss(live: LiveSession, error: unknown): void {
    live.end();
    if (this.#live !== live || this.#isStopped) {
      return;
    }
    this.#logOutage(error);
    this.#close(stringifyError(error));
    this.#connectLater(FIRST_BACKOFF_MS);
  }

  #close(reason: string): void {
    const live = this.#live;
    if (!live) {
      return;
    }
    clearTimeout(this.#keepaliveTimer);
    this.#live = undefined;
    this.#mode = 'connecting';
    live.end();
    this.#listeners.forEach(it => this.#guard(() => it.onDown?.(reason)));
  }

  #logOutage(error: unknown): void {
    if (!this.#isOutageLogged && !this.#isStopped) {
      this.#options.logger.warn(
        `The database session for LISTEN and locks is lost; reconnecting: ${stringifyError(
          error,
        )}`,
      );
    }
    this.#isOutageLogged = true;
  }

  #notifyUp(listener: PgSessionListener, session: PgSession): void {
    this.#guard(async () => listener.onUp?.(session));
  }

  #notifyGap({ listener }: Channel): void {
    this.#guard(() => listener.onGap?.());
  }

  /** Keeps an error in one listener from ending the session of all. */
  #guard(call: () => void | Promise<void>): void {
    new Promise<void>(resolve => {
      resolve(call());
    }).catch(error =>
      this.#options.logger.error(
        `A listener of the database session failed: ${stringifyError(error)}`,
      ),
    );
  }
}

export function createPgSession(options: PgSessionOptions): PgSessionKeeper {
  return new Keeper(options);
}
