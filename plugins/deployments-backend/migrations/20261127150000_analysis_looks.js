// @ts-check

/**
 * What the analysis of a rollout has read: one row per look. The verdict is not stored, because it follows from the looks.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('analysis_looks', table => {
    table.comment('Samples of all metrics of both versions, one row per look');
    table.bigIncrements('seq').primary();
    table
      .string('deployment_id', 64)
      .notNullable()
      .references('id')
      .inTable('deployments')
      .onDelete('CASCADE');
    table.string('step_id', 100).notNullable();
    table.integer('attempt').notNullable();
    table.integer('number').notNullable().comment('From 1 in the attempt');
    table
      .string('analysis', 100)
      .notNullable()
      .comment('The name of the analysis in the snapshot');
    table.bigInteger('from_at').notNullable();
    table.bigInteger('to_at').notNullable();
    table.double('weight').notNullable().comment('In percent');
    table.bigInteger('weight_since').notNullable();
    table.boolean('last_step').notNullable();
    table.boolean('time_is_up').notNullable();
    table
      .text('metrics', 'longtext')
      .notNullable()
      .comment('The samples, by the names of the metrics, as JSON');
    table.unique(['deployment_id', 'step_id', 'attempt', 'number'], {
      indexName: 'analysis_looks_number_uq',
    });
    table.index(['analysis', 'deployment_id'], 'analysis_looks_analysis_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('analysis_looks');
};
