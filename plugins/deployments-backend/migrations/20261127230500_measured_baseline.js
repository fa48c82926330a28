// @ts-check

/**
 * The previous version's value in the period of a measurement, to be shown beside the candidate's. Older measurements have
 * none.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('measurements', table => {
    table.double('baseline_value').nullable();
    table.integer('baseline_samples').nullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  // Not Knex's dropColumn: on SQLite it builds the table anew, and what refers to it would go with the old one.
  await knex.raw('alter table measurements drop column baseline_value');
  await knex.raw('alter table measurements drop column baseline_samples');
};
