// @ts-check

/**
 * The commit that a version was built from. The order of its commits by author time does not tell: a rebased commit keeps
 * its author time. Versions that are registered already have no value; they count as built from their first commit.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('versions', table => {
    table
      .string('built_commit', 200)
      .nullable()
      .comment('Absent: the first commit of the version');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  // Not Knex's dropColumn: on SQLite it builds the table anew, and what refers to it would go with the old one.
  await knex.raw('alter table versions drop column built_commit');
};
