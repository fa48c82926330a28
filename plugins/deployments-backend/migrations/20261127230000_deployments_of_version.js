// @ts-check

/**
 * Finds the deployments of a version by an index, because lists of versions say how each one ended.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('deployments', table => {
    table.index(['service', 'artifact'], 'deployments_version_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('drop index deployments_version_idx');
};
