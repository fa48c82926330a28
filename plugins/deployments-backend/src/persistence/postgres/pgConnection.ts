import type { Knex } from 'knex';

/** The members of the `pg` driver's connection that are used here. */
export interface PgConnection {
  /** The process id that the server reported when the connection started. A pooler invents its own. */
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
  /** Id of the server's process. */
  pid: number;
}

export const PID_SQL = 'select pg_backend_pid() as pid';

/** The parts of knex's client that create connections. Knex's types lack them. */
interface PgClient {
  acquireRawConnection(): Promise<PgConnection>;
  connectionSettings: object;
  connectionConfigProvider?: () => Promise<ConnectionConfig>;
  connectionConfigExpirationChecker?: (() => boolean) | null;
}

type ConnectionConfig = object & { expirationChecker?: () => boolean };

/**
 * Opens a connection outside the pool, with the pool's settings, search path and expiring passwords; `role` comes
 * from `readRole`. Rejects if it takes longer than the deadline.
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

/** Ends the connection without waiting for the other end, which may not respond any more. */
export function destroy(connection: PgConnection): void {
  // Without a listener, an error of the dying connection would end the process.
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

/** Renews the connection settings if they have expired. Without this, only the pool would renew tokens of cloud providers. */
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

/**
 * Reads the role that the pool's connections use, because Backstage's `role` setting applies to them alone.
 * Undefined: the login's own role.
 */
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
    await connection.query(`set role ${quoteIdentifier(role)}`);
  }
  const { rows } = await connection.query(PID_SQL);
  return Number(rows[0].pid);
}

/** Quotes a name as an SQL identifier. */
export function quoteIdentifier(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}
