// @ts-check

/**
 * When what runs in an environment is next observed. Replicas take turns by moving it on.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('service_environments', table => {
    table
      .bigInteger('observe_at')
      .notNullable()
      .defaultTo(0)
      .comment('When what runs there is next observed');
    table.index(['observe_at'], 'service_environments_observe_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('service_environments', table => {
    table.dropIndex(['observe_at'], 'service_environments_observe_idx');
  });
  await knex.raw('alter table service_environments drop column observe_at');
};
