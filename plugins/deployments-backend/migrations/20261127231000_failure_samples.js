// @ts-check

/**
 * What showed why a check of the candidate failed: one row per check and attempt, replaced by the latest failure. The
 * candidate may be stopped soon after.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('failure_samples', table => {
    table.comment('Failed requests and the end of the log, by check');
    table.bigIncrements('seq').primary();
    table
      .string('deployment_id', 64)
      .notNullable()
      .references('id')
      .inTable('deployments')
      .onDelete('CASCADE');
    table.string('step_id', 100).notNullable();
    table.integer('attempt').notNullable();
    table.string('check_name', 100).notNullable();
    table.bigInteger('at').notNullable();
    table
      .text('sample', 'longtext')
      .notNullable()
      .comment('Failed requests and log lines, as JSON');
    table.unique(['deployment_id', 'step_id', 'attempt', 'check_name'], {
      indexName: 'failure_samples_check_uq',
    });
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('failure_samples');
};
