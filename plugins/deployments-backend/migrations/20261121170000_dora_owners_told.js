// @ts-check

/**
 * Who owned a service at the time of a deployment is told by its source, or else by the catalog when the deployment
 * became known; a correction changes only the first.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('dora_deployments', table => {
    table
      .boolean('owners_told')
      .notNullable()
      .defaultTo(false)
      .comment('Whether the source said whose it was');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('alter table dora_deployments drop column owners_told');
};
