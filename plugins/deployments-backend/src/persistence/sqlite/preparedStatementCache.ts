import type { Knex } from 'knex';

/** More statements than this plugin uses often. */
const MAX_STATEMENTS = 300;

interface Connection {
  prepare(sql: string): unknown;
}

/**
 * Makes SQLite's one connection cache its compiled statements. Knex compiles each statement every time, which costs
 * more than running most of them. Call it after the migrations; if a table changes later, better-sqlite3 recompiles
 * the statement itself.
 */
export async function cachePreparedStatements(knex: Knex): Promise<void> {
  const connection: Connection = await knex.client.acquireConnection();
  try {
    const compile = connection.prepare.bind(connection);
    const kept = new Map<string, unknown>();
    connection.prepare = sql => {
      const statement = kept.get(sql) ?? compile(sql);
      // The most recently used statement is dropped last.
      kept.delete(sql);
      kept.set(sql, statement);
      if (kept.size > MAX_STATEMENTS) {
        for (const oldest of kept.keys()) {
          kept.delete(oldest);
          break;
        }
      }
      return statement;
    };
  } finally {
    await knex.client.releaseConnection(connection);
  }
}
