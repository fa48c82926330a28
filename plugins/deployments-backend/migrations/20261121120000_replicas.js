// @ts-check

/**
 * Who works on deployments, for peers that have to notice when one is gone, and the indexes that keep looking for such
 * work from growing with the number of deployments that wait.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('replicas', table => {
    table.comment(
      'Processes that work on deployments; a row outlives one that dies until its peers prune it',
    );
    table.string('owner', 100).primary();
    table
      .integer('advisory_key')
      .nullable()
      .comment(
        'Key of the session advisory lock that it holds while it lives; null: only its leases tell',
      );
    table.string('host', 300).notNullable();
    table.integer('pid').notNullable();
    table.bigInteger('started_at').notNullable();
    table.bigInteger('seen_at').notNullable();
    table.string('version', 100).notNullable();
    table.integer('reducer_version').notNullable();
    table
      .integer('in_flight')
      .notNullable()
      .defaultTo(0)
      .comment('Deployments at work as of seen_at');
  });
  await knex.raw(
    'create index deployments_owned_idx on deployments (lease_until) where owner is not null',
  );
  await knex.schema.alterTable('deployments', table => {
    table.index(['service', 'status'], 'deployments_service_status_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('deployments', table => {
    table.dropIndex(['service', 'status'], 'deployments_service_status_idx');
  });
  await knex.raw('drop index deployments_owned_idx');
  await knex.schema.dropTable('replicas');
};
