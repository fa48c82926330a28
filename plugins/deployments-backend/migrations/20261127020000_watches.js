// @ts-check

/**
 * Watches: what is measured after a deployment succeeded. Rows of their own, because the status of a deployment that has
 * ended never changes.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('watches', table => {
    table.comment('What is measured after a deployment succeeded');
    table
      .string('deployment_id', 64)
      .primary()
      .references('id')
      .inTable('deployments')
      .onDelete('CASCADE');
    table.string('service', 300).notNullable();
    table.string('environment', 100).notNullable();
    table.text('version', 'longtext').notNullable();
    table
      .string('state', 20)
      .notNullable()
      .comment('watching, confirmed, breached or ended');
    table.string('on_breach', 20).notNullable();
    table.bigInteger('started_at').notNullable();
    table.text('progress', 'longtext').notNullable();
    table.bigInteger('ended_at').nullable();
    table.text('reason', 'longtext').nullable();
    table
      .text('response', 'longtext')
      .nullable()
      .comment('What was done about the breach; absent until it was done');
    table
      .bigInteger('due_at')
      .nullable()
      .comment(
        'When a replica works on it next; null if nothing is left to do',
      );
    table.index(['service', 'environment', 'started_at'], 'watches_of_idx');
  });
  await knex.raw(
    'create index watches_due_idx on watches (due_at) where due_at is not null',
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('watches');
};
