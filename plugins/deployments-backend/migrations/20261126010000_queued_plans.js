// @ts-check

/**
 * What a queued deployment would do, as last evaluated: its page shows that plan, and approvals name its hash. A table of
 * its own, because it is large, is replaced as a whole and is needed only until the deployment starts.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('queued_plans', table => {
    table.comment('The plan of a queued deployment, as last evaluated');
    table
      .string('deployment_id', 64)
      .primary()
      .references('id')
      .inTable('deployments')
      .onDelete('CASCADE');
    table.bigInteger('at').notNullable().comment('When it was evaluated');
    table.string('plan_hash', 100).notNullable();
    table.text('snapshot', 'longtext').notNullable();
  });
  // Those that are queued already have no plan yet: they are evaluated again at once.
  await knex('deployments').where({ status: 'queued' }).update({ wake_at: 0 });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('queued_plans');
};
