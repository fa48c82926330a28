// @ts-check

/**
 * What the message of a measurement says by codes, so that the portal can say it in the reader's language.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('measurements', table => {
    table
      .text('sentences')
      .nullable()
      .comment(
        'What the message says by codes, as JSON; absent if another system said it',
      );
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  // Not Knex's dropColumn: on SQLite it builds the table anew, and what refers to it would go with the old one.
  await knex.raw('alter table measurements drop column sentences');
};
