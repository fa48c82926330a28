import type { Knex } from 'knex';

/**
 * Drops the queue's tables, or truncates them. Finds the schema by the tables that pg-boss always has. Returns false if
 * there is no such queue.
 */
export async function loseQueue(
  knex: Knex,
  how: 'truncate' | 'drop',
): Promise<boolean> {
  const { rows } = await knex.raw(
    `select table_schema as schema from information_schema.tables
     where table_name in ('job', 'queue', 'version') and table_schema not in ('pg_catalog', 'information_schema')
     group by table_schema having count(*) = 3`,
  );
  const schema: string | undefined = rows[0]?.schema;
  if (schema === undefined) {
    return false;
  }
  await knex.transaction(async trx => {
    // A long-held lock must not block the harness forever.
    await trx.raw(`set local lock_timeout = '3s'`);
    if (how === 'truncate') {
      await trx.raw('truncate table ??.job cascade', [schema]);
    } else {
      await trx.raw('drop schema ?? cascade', [schema]);
    }
  });
  return true;
}
