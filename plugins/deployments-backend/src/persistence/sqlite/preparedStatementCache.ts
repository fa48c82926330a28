import type { Knex } from 'knex';

/** More than this plugin has of statements that come often. */
const AT_MOST = 300;

interface Connection {
  prepare(sql: string): unknown;
}

/**
 * Has SQLite's one connection keep the statements that it has compiled: knex has each compiled anew, which costs more
 * than most of them take to run. Call it once the tables are as they stay. better-sqlite3 compiles a statement again by
 * itself where the tables have changed under it.
 */
export async function cachePreparedStatements(knex: Knex): Promise<void> {
  const connection: Connection = await knex.client.acquireConnection();
  try {
    const compile = connection.prepare.bind(connection);
    const kept = new Map<string, unknown>();
    connection.prepare = sql => {
      const statement = kept.get(sql) ?? compile(sql);
      // The last one used is the last one to go.
      kept.delete(sql);
      kept.set(sql, statement);
      if (kept.size > AT_MOST) {
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
