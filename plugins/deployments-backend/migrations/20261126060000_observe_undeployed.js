// @ts-check

/**
 * Service environments are also observed where nothing was deployed yet, so the index of those that may be due has them
 * too. It still leaves out those with a deployment in progress.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.raw('drop index service_environments_free_idx');
  await knex.raw(
    'create index service_environments_unlocked_idx on service_environments (observe_at) where holder is null',
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('drop index service_environments_unlocked_idx');
  await knex.raw(
    'create index service_environments_free_idx on service_environments (observe_at) where holder is null and current is not null',
  );
};
