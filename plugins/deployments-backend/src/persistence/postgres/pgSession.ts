import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { Knex } from 'knex';
import {
  connect,
  destroy,
  PID_SQL,
  quoted,
  readRole,
  withDeadline,
} from './pgConnection';
import type { Connected, PgMessage } from './pgConnection';

/** One connection's lifetime: PostgreSQL drops its locks and LISTENs when the connection ends. */
export interface PgSession {
  /** Id of the server's process that serves it. */
  readonly pid: number;
  /** Aborts when the connection is lost or closed. From then on another session may take its session locks. */
  readonly ended: AbortSignal;
  /**
   * Runs a short query with the bindings `$1`, `$2`, …. Rejects when the session has ended, and when the response
   * takes longer than two seconds; so lock with `pg_try_advisory_lock`.
   */
  query<T extends object>(sql: string, bindings?: unknown[]): Promise<T[]>;
}

interface PgSessionListener {
  /** Connected, and listening to every channel. A rejection is logged. */
  onUp?(session: PgSession): void | Promise<void>;
  /** The session passed to `onUp` has ended; a new one follows. */
  onDown?(reason: string): void;
}

export interface ChannelListener {
  onNotification(payload: string): void;
  /** Listening starts now, for the first time or again; earlier notifications were missed. */
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
 * One connection to PostgreSQL that lives as long as it can, beside the pool: for session advisory locks and LISTEN.
 *
 * ```ts
 * const sessions = createPgSession({ knex, logger });
 * sessions.subscribe({
 *   onUp: async session => { await session.query('select pg_try_advisory_lock($1, $2)', [a, b]); },
 *   onDown: () => { … },
 * });
 * sessions.listen('changes', { onNotification: id => look(id), onGap: () => lookAtAll() });
 * await sessions.start();
 * // Within a transaction: told when it commits.
 * await notify(trx, 'changes', deploymentId);
 * ```
 *
 * It asks the server every second whether it is there and gives up on the connection after two more; the server notices
 * within about ten seconds that this machine is gone, and lets go of its locks. A process that is frozen keeps them.
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

/**
 * Prefix of our channels. NOTIFY reaches the whole database, so the name contains the plugin and a hash of the
 * schema. PostgreSQL allows 63 bytes.
 */
const SCOPE_SQL = `'slipway_' || substr(md5(coalesce(current_schema(), '')), 1, 16) || '_'`;

/**
 * Settings of the session alone. With them the server detects a dead peer within ten seconds, instead of the default
 * two hours, and releases its locks.
 */
const SESSION_SETTINGS = [
  'set tcp_keepalives_idle = 4',
  'set tcp_keepalives_interval = 2',
  'set tcp_keepalives_count = 3',
  'set tcp_user_timeout = 10000',
];

/**
 * Notifies the listeners of all replicas; inside a transaction, when it commits. The payload is limited to 7,999
 * bytes.
 */
export async function notify(
  on: Knex,
  channel: string,
  payload: string,
): Promise<void> {
  await on.raw(`select pg_notify(${SCOPE_SQL} || ?::text, ?::text)`, [
    channel,
    payload,
  ]);
}

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
  #live?: Live;
  #role?: { name: string | undefined };
  #attempt = 0;
  #timer?: NodeJS.Timeout;
  #keepaliveTimer?: NodeJS.Timeout;
  #connecting?: Promise<void>;
  #isStopped = false;
  #isOutageTold = false;

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
      this.#tellUp(listener, this.#live.session);
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
    this.#down('this process stops');
    await this.#connecting;
  }

  #listen(channel: Channel): () => void {
    this.#channels.add(channel);
    const live = this.#live;
    if (live) {
      this.#listenOn(live, channel).then(
        () => this.#callGap(channel),
        error => this.#lose(live, error),
      );
    }
    return () => {
      this.#channels.delete(channel);
      // Others may listen to the same name; a notification that nobody waits for costs nothing.
    };
  }

  #connect(): Promise<void> {
    this.#connecting = this.#tryToConnect().catch(error => {
      this.#tellOutage(error);
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
    // Read once, because the pool may hold connections that are as dead as the one that is replaced.
    this.#role ??= { name: await readRole(knex) };
    const connected = await connect(knex, this.#role.name, CONNECT_DEADLINE_MS);
    const live = createLive(connected, this.#deadlineMs, error =>
      this.#lose(live, error),
    );
    try {
      if (!(await isKept(knex, live, this.#deadlineMs))) {
        live.end();
        this.#fallBack();
        return;
      }
      await applySettings(live.session);
      live.scope = await readScope(live.session);
      await this.#goUp(live);
    } catch (error) {
      live.end();
      throw error;
    }
  }

  async #goUp(live: Live): Promise<void> {
    for (const channel of this.#channels) {
      await this.#listenOn(live, channel);
    }
    if (this.#isStopped || live.session.ended.aborted) {
      live.end();
      throw new Error('the connection ended while it was being prepared');
    }
    this.#live = live;
    this.#attempt = 0;
    if (this.#mode === 'polling' || this.#isOutageTold) {
      this.#options.logger.info(
        'The database session for LISTEN and locks is back',
      );
    }
    this.#mode = 'session';
    this.#isOutageTold = false;
    this.#channels.forEach(channel => this.#callGap(channel));
    this.#listeners.forEach(it => this.#tellUp(it, live.session));
    this.#keepAlive(live);
  }

  /** Starts polling, and logs it once. */
  #fallBack(): void {
    if (this.#mode !== 'polling') {
      this.#options.logger.warn(
        'The database is behind a pooler that gives each transaction another connection (as PgBouncer does in transaction mode). Without LISTEN and session locks, replicas poll for work twice a second and take over from a dead replica only when its lease ends. For a faster takeover, give the plugin a direct connection or a pool in session mode.',
      );
    }
    this.#mode = 'polling';
    this.#connectLater(ASK_POOLER_AGAIN_MS);
  }

  async #listenOn(live: Live, channel: Channel): Promise<void> {
    const { name, isScoped, listener } = channel;
    const fullName = isScoped ? `${live.scope}${name}` : name;
    live.onMessage(message => {
      if (message.channel === fullName && this.#channels.has(channel)) {
        this.#guard(() => listener.onNotification(message.payload ?? ''));
      }
    });
    await live.session.query(`listen ${quoted(fullName)}`);
  }

  #keepAlive(live: Live): void {
    clearTimeout(this.#keepaliveTimer);
    this.#keepaliveTimer = setTimeout(() => {
      live.session.query('select 1').then(
        () => !live.session.ended.aborted && this.#keepAlive(live),
        error => this.#lose(live, error),
      );
    }, this.#options.keepaliveMs ?? 1_000);
    this.#keepaliveTimer.unref();
  }

  #lose(live: Live, error: unknown): void {
    live.end();
    if (this.#live !== live || this.#isStopped) {
      return;
    }
    this.#tellOutage(error);
    this.#down(stringifyError(error));
    this.#connectLater(FIRST_BACKOFF_MS);
  }

  #down(reason: string): void {
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

  #tellOutage(error: unknown): void {
    if (!this.#isOutageTold && !this.#isStopped) {
      this.#options.logger.warn(
        `The database session for LISTEN and locks is lost; reconnecting: ${stringifyError(
          error,
        )}`,
      );
    }
    this.#isOutageTold = true;
  }

  #tellUp(listener: PgSessionListener, session: PgSession): void {
    this.#guard(async () => listener.onUp?.(session));
  }

  #callGap({ listener }: Channel): void {
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

interface Live {
  session: PgSession;
  /** Prefix of the channel names. */
  scope: string;
  /** Whether the connection has no pooler in between. */
  isDirect: boolean;
  onMessage(listener: (message: PgMessage) => void): void;
  end(): void;
}

function createLive(
  { connection, pid }: Connected,
  deadlineMs: number,
  onLost: (error: unknown) => void,
): Live {
  const ended = new AbortController();
  const lost = (error?: Error) =>
    onLost(error ?? new Error('the server closed the connection'));
  connection.on('error', lost);
  connection.on('end', lost);
  const session = {
    pid,
    ended: ended.signal,
    async query<T extends object>(sql: string, bindings?: unknown[]) {
      if (ended.signal.aborted) {
        throw new Error('The database session has ended');
      }
      const { rows } = await withDeadline(
        connection.query(sql, bindings),
        deadlineMs,
        'a response from the database',
      );
      return rows as T[];
    },
  };
  return {
    session,
    scope: '',
    isDirect: connection.processID === pid,
    onMessage: listener => connection.on('notification', listener),
    end() {
      if (!ended.signal.aborted) {
        ended.abort();
        destroy(connection);
      }
    },
  };
}

/**
 * Whether the server keeps one process for this connection. If the process id is the one that the server reported at
 * the start, the connection is direct. Behind a pooler, the proof is a notification from another connection that
 * arrives while this one has no transaction: a pooler in transaction mode has given the server process to somebody
 * else by then. (A notification sent over this connection would arrive in either case.)
 */
async function isKept(
  knex: Knex,
  live: Live,
  deadlineMs: number,
): Promise<boolean> {
  if (live.isDirect) {
    return true;
  }
  const nonce = randomUUID();
  const arrived = new Promise<void>(resolve => {
    live.onMessage(({ payload }) => {
      if (payload === nonce) {
        resolve();
      }
    });
  });
  await live.session.query('listen slipway_session_probe');
  await knex.raw(`select pg_notify('slipway_session_probe', ?::text)`, [nonce]);
  const isHeard = await withDeadline(
    arrived,
    deadlineMs,
    'a notification',
  ).then(
    () => true,
    () => false,
  );
  const [{ pid }] = await live.session.query<{ pid: number }>(PID_SQL);
  return isHeard && pid === live.session.pid;
}

async function readScope(session: PgSession): Promise<string> {
  const [row] = await session.query<{ scope: string }>(
    `select ${SCOPE_SQL} as scope`,
  );
  return row.scope;
}

async function applySettings(session: PgSession): Promise<void> {
  for (const setting of SESSION_SETTINGS) {
    // Some systems lack some of these settings; there the server detects a dead peer later.
    await session.query(setting).catch(() => {});
  }
}
