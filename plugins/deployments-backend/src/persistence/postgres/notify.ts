import type { Knex } from 'knex';

/**
 * Prefix of our channels. NOTIFY reaches the whole database, so the name contains the plugin and a hash of the
 * schema. PostgreSQL allows 63 bytes.
 */
export const SCOPE_SQL = `'slipway_' || substr(md5(coalesce(current_schema(), '')), 1, 16) || '_'`;

/**
 * Notifies the listeners of all replicas; inside a transaction, when it commits. The payload is limited to 7,999
 * bytes.
 */
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
