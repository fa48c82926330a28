// @ts-check

/**
 * Marks made-up deployments of a demo, which lists show and the engine ignores.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('deployments', table => {
    table
      .boolean('demo')
      .notNullable()
      .defaultTo(false)
      .comment('Made up for a demo: it never happened');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  // Not Knex's dropColumn: on SQLite it builds the table anew, and what refers to it would go with the old one.
  await knex.raw('alter table deployments drop column demo');
};
