import type { Knex } from 'knex';

/** How writing to the database went in this process. Times are epoch milliseconds by this process's clock. */
export interface Writes {
  lastSucceededAt?: number;
  lastFailedAt?: number;
  /** What the database answered last to a write that it could not make, e.g. `SQLITE_FULL: database or disk is full`. */
  lastError?: string;
  /** Whether none has succeeded since the last one that failed. */
  isFailing: boolean;
}

export interface WriteWatch {
  current(): Writes;
  /** Counts what a transaction writes as written when it is committed. Call it before its first statement. */
  transaction<T>(run: (knexTrx: Knex.Transaction) => Promise<T>): Promise<T>;
}

interface Statement {
  sql?: string;
  __knexTxId?: string;
}

/**
 * Watches what a process writes: a database whose disk is full answers every question, and takes nothing. A statement
 * that changes no row proves nothing, and one in a transaction only when that is committed.
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
        // Once more where the transaction is run again.
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

/** Whether rows were changed, as far as the answer shows it: ids, rows, a count, or the driver's own result. */
function isChange(statement: Statement, response: unknown): boolean {
  if (!isWrite(statement)) return false;
  if (Array.isArray(response)) return response.length > 0;
  const { rowCount } = (response ?? {}) as { rowCount?: unknown };
  return Number(rowCount ?? response) > 0;
}

/** The statement was wrong or in conflict with another one: the database may still be able to write. */
function isOwnFault(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: unknown };
  return (
    typeof code === 'string' &&
    (/^SQLITE_(CONSTRAINT|BUSY|LOCKED|ERROR|MISMATCH|RANGE|TOOBIG)/.test(
      code,
    ) ||
      // Data, integrity, rolled back to break a deadlock, syntax, raised by a function.
      /^(22|23|40|42|P0)\w{3}$/.test(code))
  );
}

/** Knex puts the statement, with its values, before the database's message. */
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
