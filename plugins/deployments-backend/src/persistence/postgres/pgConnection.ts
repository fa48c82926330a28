import type { Knex } from 'knex';

/** What is used of a connection of the `pg` driver. */
export interface PgConnection {
  /** As the server told at the start; a pooler in between makes up its own. */
  processID?: number | null;
  query(
    sql: string,
    bindings?: unknown[],
  ): Promise<{ rows: Record<string, unknown>[] }>;
  on(event: 'notification', listener: (message: PgMessage) => void): unknown;
  on(event: 'error' | 'end', listener: (error?: Error) => void): unknown;
  end(): Promise<void>;
  connection?: { stream?: { destroy(): void } };
}

export interface PgMessage {
  channel: string;
  payload?: string;
}

export interface Connected {
  connection: PgConnection;
  /** Of the server's process. */
  pid: number;
}

export const PID_SQL = 'select pg_backend_pid() as pid';

/** The parts of knex's client that make connections; they are not in its types. */
interface PgClient {
  acquireRawConnection(): Promise<PgConnection>;
  connectionSettings: object;
  connectionConfigProvider?: () => Promise<ConnectionConfig>;
  connectionConfigExpirationChecker?: (() => boolean) | null;
}

type ConnectionConfig = object & { expirationChecker?: () => boolean };

/**
 * A connection of its own, outside of the pool, made as the pool makes its own: with the same settings, search path,
 * and passwords that expire; `role` is that of `readRole`. Rejects when there is none within the deadline.
 */
export async function connect(
  knex: Knex,
  role: string | undefined,
  deadlineMs: number,
): Promise<Connected> {
  const client = knex.client as PgClient;
  const connecting = renewSettings(client).then(() =>
    client.acquireRawConnection(),
  );
  const connection = await withDeadline(
    connecting,
    deadlineMs,
    'connecting',
  ).catch(error => {
    connecting.then(destroy, () => {});
    throw error;
  });
  try {
    const pid = await withDeadline(
      prepare(connection, role),
      deadlineMs,
      'preparing the connection',
    );
    return { connection, pid };
  } catch (error) {
    destroy(connection);
    throw error;
  }
}

/** Ends the connection without a word: the other end may not answer any more. */
export function destroy(connection: PgConnection): void {
  // Without a listener, what a dying connection still has to say would end the process.
  connection.on('error', () => {});
  connection.end().catch(() => {});
  connection.connection?.stream?.destroy();
}

export async function withDeadline<T>(
  work: Promise<T>,
  deadlineMs: number,
  what: string,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what} took longer than ${deadlineMs} ms`)),
      deadlineMs,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Tokens of cloud providers are renewed by the pool alone, before it makes a connection. */
async function renewSettings(client: PgClient): Promise<void> {
  const isExpired = client.connectionConfigExpirationChecker?.() ?? false;
  if (!client.connectionConfigProvider || !isExpired) {
    return;
  }
  const { expirationChecker, ...settings } =
    await client.connectionConfigProvider();
  client.connectionConfigExpirationChecker = expirationChecker ?? null;
  client.connectionSettings = settings;
}

/** Backstage's `role` setting is applied to connections of the pool only. Undefined: the login's own. */
export async function readRole(knex: Knex): Promise<string | undefined> {
  const { rows } = await knex.raw<{ rows: { role: string; own: boolean }[] }>(
    'select current_user as role, current_user = session_user as own',
  );
  return rows[0].own ? undefined : rows[0].role;
}

async function prepare(
  connection: PgConnection,
  role: string | undefined,
): Promise<number> {
  if (role !== undefined) {
    await connection.query(`set role ${quoted(role)}`);
  }
  const { rows } = await connection.query(PID_SQL);
  return Number(rows[0].pid);
}

/** As an identifier. */
export function quoted(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}
