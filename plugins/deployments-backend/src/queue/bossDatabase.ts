import type { Knex } from 'knex';
import type { Db, KnexTransactionLike } from 'pg-boss';
import { fromKnex } from 'pg-boss';
import type {
  ChannelListener,
  PgSessionKeeper,
} from '../persistence/postgres/pgSession';

/**
 * pg-boss on Backstage's own connections. Its own adapter for knex cannot listen, and leaves a connection of the pool in
 * an aborted transaction when one of its scripts (`BEGIN; …; COMMIT` in one go) fails: whoever gets it next would fail.
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
    // Of a connection that is lost there is nothing to roll back, and the pool throws it away.
    await on.raw('rollback').catch(() => {});
    throw error;
  } finally {
    await knex.client.releaseConnection(connection);
  }
}
