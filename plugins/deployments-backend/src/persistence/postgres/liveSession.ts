import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { SCOPE_SQL } from './notify';
import { destroy, PID_SQL, withDeadline } from './pgConnection';
import type { Connected, PgMessage } from './pgConnection';

/**
 * Settings for this session only. They make the server detect a dead peer, and release its locks, within ten seconds instead
 * of the default two hours.
 */
const SESSION_SETTINGS = [
  'set tcp_keepalives_idle = 4',
  'set tcp_keepalives_interval = 2',
  'set tcp_keepalives_count = 3',
  'set tcp_user_timeout = 10000',
];

/** One connection's lifetime: PostgreSQL drops its locks and LISTENs when the connection ends. */
export interface PgSession {
  /** The id of the server process that serves this connection. */
  readonly pid: number;
  /** Aborts when the connection is lost or closed. From then on, another session may take its locks. */
  readonly ended: AbortSignal;
  /**
   * Runs a short query with the bindings `$1`, `$2`, …. Rejects when the session has ended, and when the response
   * takes longer than two seconds; so lock with `pg_try_advisory_lock`.
   */
  query<T extends object>(sql: string, bindings?: unknown[]): Promise<T[]>;
}

/** A session, and the parts of its connection that the keeper uses. */
export interface LiveSession {
  session: PgSession;
  /** Prefix of the channel names. */
  scope: string;
  /** Whether the connection has no pooler in between. */
  isDirect: boolean;
  onMessage(listener: (message: PgMessage) => void): void;
  end(): void;
}

export function createLiveSession(
  { connection, pid }: Connected,
  deadlineMs: number,
  onLost: (error: unknown) => void,
): LiveSession {
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
 * Whether the server keeps one process for this connection. If the process id is the one that the server reported at the
 * start, the connection is direct. Behind a pooler, the test is whether a notification from another connection arrives while
 * this one has no transaction. It doesn't if the pooler is in transaction mode, because then it has given the server process
 * to another client. (A notification sent over this connection would arrive in both modes.)
 */
export async function keepsSession(
  knex: Knex,
  live: LiveSession,
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

export async function readScope(session: PgSession): Promise<string> {
  const [row] = await session.query<{ scope: string }>(
    `select ${SCOPE_SQL} as scope`,
  );
  return row.scope;
}

export async function applySettings(session: PgSession): Promise<void> {
  for (const setting of SESSION_SETTINGS) {
    // Some systems lack some of these settings; there the server detects a dead peer later.
    await session.query(setting).catch(() => {});
  }
}
