import type { Knex } from 'knex';
import type { Db, KnexTransactionLike } from 'pg-boss';
import { fromKnex } from 'pg-boss';
import type {
  ChannelListener,
  PgSessionKeeper,
} from '../persistence/postgres/pgSession';

/**
 * Connects pg-boss to Backstage's own database connections. The knex adapter of pg-boss cannot listen. If one of pg-boss's
 * scripts (`BEGIN; …; COMMIT` in one statement) fails, that adapter also returns a connection in an aborted transaction to
 * the pool, where the next query would fail.
 */
export function createBossDatabase(
  knex: Knex,
  session: PgSessionKeeper,
  onWake: () => void,
): Db {
  const statements = fromKnex(knex);
  return {
    executeSql: (text, values) =>
      /^\s*BEGIN\b/i.test(text)
        ? runScript(knex, text, values)
        : statements.executeSql(text, values),
    async listen(channel, onNotification, onReconnect) {
      const listener: ChannelListener = {
        onNotification(payload) {
          onNotification(payload);
          onWake();
        },
        onGap() {
          onReconnect();
          onWake();
        },
      };
      const close = session.listenRaw(channel, listener);
      return { close: async () => close() };
    },
  };
}

async function runScript(
  knex: Knex,
  text: string,
  values?: unknown[],
): ReturnType<Db['executeSql']> {
  const connection = await knex.client.acquireConnection();
  const on: KnexTransactionLike = {
    raw: async (sql, bindings = []) =>
      knex.raw(sql, bindings as Knex.RawBinding[]).connection(connection),
  };
  try {
    return await fromKnex(on).executeSql(text, values);
  } catch (error) {
    // A lost connection has nothing to roll back, and the pool discards it.
    await on.raw('rollback').catch(() => {});
    throw error;
  } finally {
    await knex.client.releaseConnection(connection);
  }
}
