// @ts-check

const TABLES = [
  'dora_deployments',
  'dora_incidents',
  'dora_lead_times',
  'dora_recoveries',
];

/**
 * Names of environments are compared without upper and lower case, as GitHub does, and may be as long as there. Whether a
 * tier is known or was assumed is kept; what was assumed is looked up in app-config again when the plugin starts, and all
 * metrics are computed again.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('dora_deployments', table => {
    table
      .boolean('tier_known')
      .notNullable()
      .defaultTo(true)
      .comment('False: neither its source nor app-config said it');
  });
  await changeLength(knex, 255);
  for (const table of TABLES) {
    const rows = await knex(table).distinct('environment');
    for (const { environment } of rows) {
      const lower = environment?.toLocaleLowerCase('en-US');
      if (lower !== environment && environment !== null) {
        await knex(table).where({ environment }).update({ environment: lower });
      }
    }
  }
  await knex('dora_deployments')
    .where({ tier: 'other' })
    .whereNot({ source: 'portal' })
    .update({ tier_known: false });
  await knex.raw(
    'create index dora_deployments_tierless_idx on dora_deployments (finished_at) where not tier_known',
  );
  await markAll(knex);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('drop index dora_deployments_tierless_idx');
  await changeLength(knex, 100);
  await knex.raw('alter table dora_deployments drop column tier_known');
};

/**
 * SQLite does not limit lengths.
 *
 * @param {import('knex').Knex} knex
 * @param {number} length
 */
async function changeLength(knex, length) {
  if (knex.client.config.client !== 'pg') return;
  for (const table of TABLES) {
    await knex.raw(
      `alter table ${table} alter column environment type varchar(${length}) using left(environment, ${length})`,
    );
  }
}

/**
 * The metrics of every service are to be computed again.
 *
 * @param {import('knex').Knex} knex
 */
async function markAll(knex) {
  await knex.raw(
    `insert into dora_dirty (service, since, marks)
     select service, 0, 1 from (
       select service from dora_deployments union select service from dora_incidents
     ) as services where true
     on conflict do nothing`,
  );
}
