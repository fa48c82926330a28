// @ts-check

/**
 * Times are epoch milliseconds in bigints on both databases: SQLite has no time type, and PostgreSQL's would come back
 * as Date objects in the process's zone. JSON is text: it is read whole and never searched.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('deployments', table => {
    table.comment(
      'One run of a golden path for a service, an environment and a version',
    );
    table.string('id', 64).primary();
    table.string('kind', 16).notNullable();
    table.string('service', 300).notNullable();
    table.string('environment', 100).notNullable();
    table.string('status', 20).notNullable();
    table.string('version_id', 100).notNullable();
    table.string('artifact', 1000).notNullable();
    table.string('golden_path', 200).notNullable();
    table
      .string('reverts', 64)
      .nullable()
      .comment('The deployment that this rollback reverts');
    table
      .string('reverted_by', 64)
      .nullable()
      .comment(
        'The rollback that took this one back; it is no longer known good',
      );
    table.integer('seq').notNullable().comment('Number of the last event');
    table
      .integer('epoch')
      .notNullable()
      .defaultTo(0)
      .comment('Rises with each claim; guards what an owner reports');
    table.string('owner', 100).nullable().comment('The process at work on it');
    table
      .string('last_owner', 100)
      .nullable()
      .comment(
        'The process that worked on it last: another one needs a new fence',
      );
    table.bigInteger('lease_until').nullable();
    table
      .bigInteger('wake_at')
      .nullable()
      .comment('When there is work; null: only a command brings more');
    table
      .text('state', 'longtext')
      .notNullable()
      .comment('The fold of its events, without the snapshot');
    table.integer('reducer_version').notNullable();
    table.text('snapshot', 'longtext').nullable();
    table.string('plan_hash', 100).nullable();
    table.string('requested_by', 300).notNullable();
    table.string('on_behalf_of', 300).nullable();
    table.string('requested_via', 16).notNullable();
    table
      .string('owner_group', 300)
      .nullable()
      .comment('Owner of the service as of then');
    table
      .string('system', 300)
      .nullable()
      .comment('System of the service as of then');
    table
      .string('tier', 20)
      .notNullable()
      .comment('Tier of the environment as of then');
    table.bigInteger('requested_at').notNullable();
    table.bigInteger('started_at').nullable();
    table.bigInteger('touched_at').nullable();
    table.bigInteger('traffic_at').nullable();
    table.bigInteger('restored_at').nullable();
    table.bigInteger('finished_at').nullable();
    table.string('verification', 20).nullable();
    table.string('idempotency_key', 200).nullable();
    table.string('request_hash', 100).nullable();

    table.unique(['requested_by', 'idempotency_key'], {
      indexName: 'deployments_idempotency_uq',
    });
    table.index(['requested_at', 'id'], 'deployments_requested_idx');
    table.index(
      ['service', 'environment', 'requested_at'],
      'deployments_place_idx',
    );
    table.index(['status', 'requested_at'], 'deployments_status_idx');
    table.index(['wake_at'], 'deployments_wake_idx');
    table.index(['finished_at'], 'deployments_finished_idx');
  });

  await knex.schema.createTable('deployment_events', table => {
    table.comment('What happened to a deployment; never changed');
    table
      .string('deployment_id', 64)
      .notNullable()
      .references('id')
      .inTable('deployments')
      .onDelete('CASCADE');
    table.integer('seq').notNullable();
    table.bigInteger('at').notNullable();
    table.string('type', 40).notNullable();
    table.string('by', 300).nullable();
    table.text('data', 'longtext').notNullable();
    table.primary(['deployment_id', 'seq']);
  });

  await knex.schema.createTable('service_environments', table => {
    table.comment(
      'One permanent row per service and environment: who has it, and what runs there',
    );
    table.string('service', 300).notNullable();
    table.string('environment', 100).notNullable();
    table
      .string('holder', 64)
      .nullable()
      .comment('The deployment that owns the environment');
    table
      .bigInteger('fence')
      .notNullable()
      .defaultTo(0)
      .comment('Rises with each acquisition and each new owner');
    table.text('current', 'longtext').nullable();
    table.text('last_known_good', 'longtext').nullable();
    table.text('observed', 'longtext').nullable();
    table.text('hold', 'longtext').nullable();
    table
      .text('drift_accepted', 'longtext')
      .nullable()
      .comment('What a person allowed to be overwritten');
    table.bigInteger('updated_at').notNullable();
    table.primary(['service', 'environment']);
  });

  await knex.schema.createTable('versions', table => {
    table.comment(
      'Immutable things to deploy, unique by artifact within a service',
    );
    table.string('id', 64).primary();
    table.string('service', 300).notNullable();
    table.string('name', 200).notNullable();
    table.string('artifact', 1000).notNullable();
    table.string('change_url', 2000).nullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('registered_at').notNullable();
    table.text('flags').notNullable();
    table.string('source', 100).notNullable();
    table.text('quarantined').nullable();
    table.unique(['service', 'artifact'], {
      indexName: 'versions_artifact_uq',
    });
    table.index(['service', 'created_at', 'id'], 'versions_service_idx');
  });

  await knex.schema.createTable('commits', table => {
    table.comment(
      'Commits of a version, in the order in which they were registered',
    );
    table
      .string('version_id', 64)
      .notNullable()
      .references('id')
      .inTable('versions')
      .onDelete('CASCADE');
    table.integer('position').notNullable();
    table.string('commit_id', 200).notNullable();
    table.text('message').nullable();
    table.string('author', 300).nullable();
    table.bigInteger('authored_at').nullable();
    table.string('url', 2000).nullable();
    table.primary(['version_id', 'position']);
    table.index(['commit_id'], 'commits_commit_idx');
  });

  await knex.schema.createTable('commands', table => {
    table.comment('Commands of persons and what became of them');
    table
      .string('deployment_id', 64)
      .notNullable()
      .references('id')
      .inTable('deployments')
      .onDelete('CASCADE');
    table.string('command_id', 200).notNullable();
    table.string('type', 20).notNullable();
    table.string('request_hash', 100).notNullable();
    table.string('by', 300).notNullable();
    table.bigInteger('at').notNullable();
    table.string('status', 10).notNullable();
    table.text('message').nullable();
    table.integer('seq').nullable();
    table.primary(['deployment_id', 'command_id']);
  });

  await knex.schema.createTable('step_logs', table => {
    table.bigIncrements('seq').primary();
    table
      .string('deployment_id', 64)
      .notNullable()
      .references('id')
      .inTable('deployments')
      .onDelete('CASCADE');
    table.string('step_id', 100).notNullable();
    table.bigInteger('at').notNullable();
    table.string('level', 5).notNullable();
    table.text('line', 'longtext').notNullable();
    table.integer('bytes').notNullable();
    table
      .boolean('cut')
      .notNullable()
      .defaultTo(false)
      .comment('The line that says where the log was cut');
    table.index(['deployment_id', 'seq'], 'step_logs_deployment_idx');
  });

  await knex.schema.createTable('measurements', table => {
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
    table.double('value').nullable();
    table.string('text', 500).nullable();
    table.string('unit', 20).nullable();
    table.integer('samples').nullable();
    table.string('subject', 20).nullable();
    table.string('outcome', 12).notNullable();
    table.text('message').nullable();
    table.index(['deployment_id', 'seq'], 'measurements_deployment_idx');
  });

  await knex.schema.createTable('audit_entries', table => {
    table.comment(
      'Who did what, and what the engine did on whose behalf; sealed into a chain after the fact',
    );
    table.bigIncrements('id').primary();
    table.bigInteger('at').notNullable();
    table.string('actor', 300).notNullable();
    table.string('on_behalf_of', 300).nullable();
    table.string('via', 16).notNullable();
    table.string('action', 60).notNullable();
    table.string('outcome', 10).notNullable();
    table.string('service', 300).nullable();
    table.string('environment', 100).nullable();
    table.string('deployment_id', 64).nullable();
    table.text('reason').nullable();
    table.text('details', 'longtext').nullable();
    table
      .bigInteger('position')
      .nullable()
      .comment('Place in the chain, from 1; null until sealed');
    table.string('previous_hash', 64).nullable();
    table.string('hash', 64).nullable();
    table.unique(['position'], { indexName: 'audit_entries_position_uq' });
    table.index(['at', 'id'], 'audit_entries_at_idx');
    table.index(['deployment_id'], 'audit_entries_deployment_idx');
    table.index(['service', 'environment'], 'audit_entries_place_idx');
    table.index(['actor'], 'audit_entries_actor_idx');
  });

  await knex.schema.createTable('outbox', table => {
    table.comment(
      'What is to be told to others; a row is deleted when it was delivered',
    );
    table.bigIncrements('id').primary();
    table.string('kind', 20).notNullable();
    table.string('deployment_id', 64).nullable();
    table.text('payload', 'longtext').notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('due_at').notNullable();
    table.integer('attempts').notNullable().defaultTo(0);
    table.text('last_error').nullable();
    table.index(['due_at', 'id'], 'outbox_due_idx');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const table of [
    'outbox',
    'audit_entries',
    'measurements',
    'step_logs',
    'commands',
    'commits',
    'versions',
    'service_environments',
    'deployment_events',
    'deployments',
  ]) {
    await knex.schema.dropTable(table);
  }
};
