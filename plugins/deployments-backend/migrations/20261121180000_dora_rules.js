// @ts-check

/**
 * By which rules the derived tables of the delivery metrics were worked out, so that they are worked out anew when the
 * rules change.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('dora_rules', table => {
    table.comment('By which rules the derived tables were worked out; one row');
    table.integer('id').primary();
    table.string('rules', 200).notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('dora_rules');
};
