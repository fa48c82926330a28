// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('deployments', table => {
    table
      .bigInteger('logs_removed_at')
      .nullable()
      .comment('When retention removed its log lines; null: it removed none');
    table
      .bigInteger('measurements_removed_at')
      .nullable()
      .comment(
        'When retention removed its measurements; null: it removed none',
      );
  });

  await knex.schema.createTable('retention', table => {
    table.comment(
      'How far retention has come, in the order in which deployments finished',
    );
    table.string('what', 20).primary();
    table.bigInteger('finished_at').notNullable();
    table.string('deployment_id', 64).notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('retention');
  // Not Knex's dropColumn: on SQLite it builds the table anew, and dropping the old one takes all that refers to it along.
  await knex.raw('alter table deployments drop column measurements_removed_at');
  await knex.raw('alter table deployments drop column logs_removed_at');
};
