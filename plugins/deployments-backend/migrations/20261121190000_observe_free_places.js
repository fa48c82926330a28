// @ts-check

/**
 * Which places are to be observed is asked every few seconds, and of those alone where something runs and nobody is at
 * work: with an index of just these, the places of all deployments that wait are not read each time.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('service_environments', table => {
    table.dropIndex(['observe_at'], 'service_environments_observe_idx');
  });
  await knex.raw(
    'create index service_environments_free_idx on service_environments (observe_at) where holder is null and current is not null',
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('drop index service_environments_free_idx');
  await knex.schema.alterTable('service_environments', table => {
    table.index(['observe_at'], 'service_environments_observe_idx');
  });
};
