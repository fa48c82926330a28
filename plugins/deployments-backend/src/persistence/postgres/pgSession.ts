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

/** One life of the connection: what PostgreSQL keeps for it (locks, LISTEN) is gone when it is. */
export interface PgSession {
  /** Of the server's process that serves it. */
  readonly pid: number;
  /** Aborts when the connection is lost or closed: session locks taken over it may be another's by then. */
  readonly ended: AbortSignal;
  /**
   * For short questions: bindings are `$1`, `$2`, …; rejects when the session has ended, and when there is no answer
   * within two seconds (so lock with `pg_try_advisory_lock`).
   */
  query<T extends object>(sql: string, bindings?: unknown[]): Promise<T[]>;
}

interface PgSessionListener {
  /** Connected, and listening to every channel. What it rejects with is logged. */
  onUp?(session: PgSession): void | Promise<void>;
  /** The session that was told of has ended; another follows. */
  onDown?(reason: string): void;
}

export interface ChannelListener {
  onNotification(payload: string): void;
  /** Listening begins now, for the first time or again: what was told before has been missed. */
  onGap?(): void;
}

/**
 * - `connecting`: no session now, tried again with backoff.
 * - `session`: there is one.
 * - `polling`: a pooler hands each transaction to another connection, so there are no session locks and no LISTEN. It is
 *   asked again every minute, in case that has changed.
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
  /** The session of now, if there is one. */
  readonly session: PgSession | undefined;
  /** Called at once when there is a session already. Returns the end of the subscription. */
  subscribe(listener: PgSessionListener): () => void;
  /** On a channel of this plugin in this database and schema; `notify` tells. Returns the end of listening. */
  listen(channel: string, listener: ChannelListener): () => void;
  /** The same on a channel by its full name, which other software in the database may share. */
  listenRaw(channel: string, listener: ChannelListener): () => void;
  /** Resolves after the first attempt to connect, whatever came of it. Never rejects. */
  start(): Promise<void>;
  /** Closes the connection; the server lets go of its locks. */
  stop(): Promise<void>;
}

export interface PgSessionOptions {
  knex: Knex;
  logger: LoggerService;
  /** Between questions whether the server is there, in milliseconds. Default 1000. */
  keepaliveMs?: number;
  /** For an answer, in milliseconds. Default 2000; five seconds for a connection. */
  deadlineMs?: number;
}

const CONNECT_DEADLINE_MS = 5_000;
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 5_000;
/** How often a pooler that cannot keep sessions is asked again. */
const ASK_POOLER_AGAIN_MS = 60_000;

/** NOTIFY reaches the whole database: the name is of this plugin and of its schema. PostgreSQL takes 63 bytes. */
const SCOPE_SQL = `'slipway_' || substr(md5(coalesce(current_schema(), '')), 1, 16) || '_'`;

/**
 * Only what is gone when the session is. The server finds a dead peer within ten seconds, rather than the two hours of
 * its default, and frees the locks that the peer held.
 */
const SESSION_SETTINGS = [
  'set tcp_keepalives_idle = 4',
  'set tcp_keepalives_interval = 2',
  'set tcp_keepalives_count = 3',
  'set tcp_user_timeout = 10000',
];

/** Tells the listeners of all replicas; within a transaction, when it commits. The payload takes 7,999 bytes. */
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
  /** Absent: `name` is the full one. */
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
    // Replicas that lost the same server must not come back in step.
    this.#timer = setTimeout(
      () => this.#connect(),
      delay * (0.5 + Math.random() / 2),
    );
    this.#timer.unref();
  }

  async #tryToConnect(): Promise<void> {
    const { knex } = this.#options;
    // Asked once: the pool may hold connections that are as dead as the one that this replaces.
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
      throw new Error('the connection ended while it was prepared');
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

  /** One line in the log, however often it is asked again. */
  #fallBack(): void {
    if (this.#mode !== 'polling') {
      this.#options.logger.warn(
        'The database is behind a pooler that gives each transaction another connection (as PgBouncer does in transaction mode): without LISTEN and session locks, replicas look for work twice a second, and take over what a dead one left when its lease ends. For faster hand-over, give the plugin a direct connection or a pool in session mode.',
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
        `The database session for LISTEN and locks is lost; connecting again: ${stringifyError(
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

  /** A listener's mistake must not cost the others their session. */
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
  /** What names of channels begin with. */
  scope: string;
  /** No pooler in between. */
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
        'an answer of the database',
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
 * Whether the server keeps one process for this connection. A connection whose process id is what the server told at its
 * start is direct. Behind a pooler, the proof is a notification that another connection sends while this one has no
 * transaction: a pooler in transaction mode has given the server's process to somebody else by then. (Sent over this
 * connection it would arrive in either case.)
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
    // Some systems do not have all of them; then the server takes longer to notice.
    await session.query(setting).catch(() => {});
  }
}
