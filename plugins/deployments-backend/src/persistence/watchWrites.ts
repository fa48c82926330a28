import type { Knex } from 'knex';

/** The results of this process's writes to the database. Times are epoch milliseconds by this process's clock. */
export interface Writes {
  lastSucceededAt?: number;
  lastFailedAt?: number;
  /** The database's error for the last failed write, e.g. `SQLITE_FULL: database or disk is full`. */
  lastError?: string;
  /** Whether no write has succeeded since the last failed one. */
  isFailing: boolean;
}

export interface WriteWatch {
  current(): Writes;
  /** Counts a transaction's writes when it is committed. Call it before the transaction's first statement. */
  transaction<T>(run: (knexTrx: Knex.Transaction) => Promise<T>): Promise<T>;
}

interface Statement {
  sql?: string;
  __knexTxId?: string;
}

/**
 * Watches whether a process's writes succeed, because a database with a full disk still answers queries but accepts no data.
 * A statement that changes no row proves nothing, and a statement in a transaction counts only after the commit.
 */
export function watchWrites(
  knex: Knex,
  now: () => number = Date.now,
): WriteWatch {
  const writes: Writes = { isFailing: false };
  const succeeded = () => {
    writes.lastSucceededAt = now();
    writes.isFailing = false;
  };
  knex.on('query-response', (response: unknown, statement: Statement) => {
    if (statement.__knexTxId === undefined && isChange(statement, response)) {
      succeeded();
    }
  });
  knex.on('query-error', (error: unknown, statement: Statement) => {
    if (!isWrite(statement) || isOwnFault(error)) return;
    writes.lastFailedAt = now();
    writes.lastError = describe(error);
    writes.isFailing = true;
  });

  return {
    current: () => ({ ...writes }),
    async transaction(run) {
      let hasWritten = false;
      const result = await knex.transaction(async trx => {
        // Reset each time the transaction is retried.
        hasWritten = false;
        trx.on('query-response', (response: unknown, statement: Statement) => {
          hasWritten ||= isChange(statement, response);
        });
        return run(trx);
      });
      if (hasWritten) succeeded();
      return result;
    },
  };
}

function isWrite({ sql = '' }: Statement): boolean {
  return (
    /^\s*(insert|update|delete|commit)\b/i.test(sql) ||
    (/^\s*with\b/i.test(sql) &&
      /\b(insert\s+into|delete\s+from|update\s+\S+\s+set)\b/i.test(sql))
  );
}

/** Whether the response shows that rows were changed: ids, rows, a count, or the driver's own result. */
function isChange(statement: Statement, response: unknown): boolean {
  if (!isWrite(statement)) return false;
  if (Array.isArray(response)) return response.length > 0;
  const { rowCount } = (response ?? {}) as { rowCount?: unknown };
  return Number(rowCount ?? response) > 0;
}

/** Whether the statement was wrong or in conflict with another one, so that the database may still accept writes. */
function isOwnFault(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return (
    typeof code === 'string' &&
    (/^SQLITE_(CONSTRAINT|BUSY|LOCKED|ERROR|MISMATCH|RANGE|TOOBIG)/.test(
      code,
    ) ||
      // Classes of SQLSTATE: data, integrity, transaction rollback, syntax, raised by a function.
      /^(22|23|40|42|P0)\w{3}$/.test(code))
  );
}

/** Knex puts the statement, with its values, in front of the database's message. */
function describe(error: unknown): string {
  const { code, message } = (error ?? {}) as {
    code?: unknown;
    message?: unknown;
  };
  const said = String(message ?? error)
    .split(' - ')
    .at(-1);
  return typeof code === 'string' ? `${code}: ${said}` : `${said}`;
}
