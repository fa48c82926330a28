// @ts-check

/**
 * Facts of deliveries (told by the portal's own deployments, by other pipelines and by persons) and what follows from
 * them. Derived tables can be emptied at any time: marking every service in `dora_dirty` fills them again.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('dora_deployments', table => {
    table.comment('Facts: deployments that ended and touched an environment');
    table.string('id', 100).primary();
    table.string('source', 100).notNullable();
    table.string('source_id', 300).notNullable();
    table.string('service', 300).notNullable();
    table.string('environment', 100).notNullable();
    table.string('tier', 20).notNullable();
    table.string('kind', 16).notNullable();
    table.boolean('hotfix').notNullable();
    table.string('version', 200).notNullable();
    table.string('artifact', 1000).notNullable();
    table.string('outcome', 20).notNullable();
    table.bigInteger('started_at').notNullable();
    table.bigInteger('traffic_at').nullable();
    table.bigInteger('finished_at').notNullable();
    table.bigInteger('restored_at').nullable();
    table.string('reverts', 100).nullable();
    table.string('head', 200).nullable();
    table
      .boolean('commits_known')
      .notNullable()
      .comment('Whether dora_deployment_commits tells what it contains');
    table.string('owner_group', 300).nullable();
    table.string('system', 300).nullable();
    table.string('url', 2000).nullable();
    table.boolean('demo').notNullable();
    table
      .bigInteger('occurred_at')
      .notNullable()
      .comment('Of the event that told it; a later one corrects it');
    table.string('event_id', 300).notNullable();

    table.boolean('derived').notNullable().defaultTo(false);
    table.boolean('repeated').nullable();
    table.boolean('delivery_counted').nullable();
    table.string('delivery_reason', 30).nullable();
    table.boolean('rate_counted').nullable();
    table.string('rate_reason', 30).nullable();
    table.boolean('failed').nullable();
    table.string('failure', 30).nullable();
    table.boolean('rework_counted').nullable();
    table.string('rework_reason', 30).nullable();
    table.boolean('rework').nullable();
    table.string('rework_because', 30).nullable();
    table.string('without_lead_times', 30).nullable();

    table.unique(['source', 'source_id'], {
      indexName: 'dora_deployments_source_uq',
    });
    table.index(['service', 'finished_at'], 'dora_deployments_service_idx');
    table.index(['tier', 'finished_at'], 'dora_deployments_tier_idx');
    table.index(
      ['owner_group', 'tier', 'finished_at'],
      'dora_deployments_owner_idx',
    );
    table.index(
      ['system', 'tier', 'finished_at'],
      'dora_deployments_system_idx',
    );
  });

  await knex.schema.createTable('dora_deployment_commits', table => {
    table.comment('Facts: what a deployment brought that was not there before');
    table
      .string('deployment_id', 100)
      .notNullable()
      .references('id')
      .inTable('dora_deployments')
      .onDelete('CASCADE');
    table.string('commit_id', 200).notNullable();
    table.primary(['deployment_id', 'commit_id']);
  });

  await knex.schema.createTable('dora_changes', table => {
    table.comment('Facts: commits of services');
    table.string('service', 300).notNullable();
    table.string('commit_id', 200).notNullable();
    table.string('title', 1000).nullable();
    table.string('url', 2000).nullable();
    table.bigInteger('authored_at').nullable();
    table.bigInteger('opened_at').nullable();
    table.bigInteger('approved_at').nullable();
    table.bigInteger('merged_at').nullable();
    table.boolean('demo').notNullable();
    table.bigInteger('occurred_at').notNullable();
    table.string('event_id', 300).notNullable();
    table.primary(['service', 'commit_id']);
  });

  await knex.schema.createTable('dora_lead_times', table => {
    table.comment('Derived: the first deployment to a tier that had a commit');
    table.string('service', 300).notNullable();
    table.string('tier', 20).notNullable();
    table.string('commit_id', 200).notNullable();
    table.string('deployment_id', 100).notNullable();
    table.string('environment', 100).notNullable();
    table.bigInteger('deployed_at').notNullable();
    table.boolean('counted').notNullable();
    table.string('reason', 30).nullable();
    table.bigInteger('lead_ms').nullable();
    table.bigInteger('coding_ms').nullable();
    table.bigInteger('review_ms').nullable();
    table.bigInteger('waiting_ms').nullable();
    table.bigInteger('deploying_ms').nullable();
    table.string('owner_group', 300).nullable();
    table.string('system', 300).nullable();
    table.boolean('demo').notNullable();
    table.primary(['service', 'tier', 'commit_id']);
    table.index(['tier', 'deployed_at'], 'dora_lead_times_tier_idx');
    table.index(
      ['owner_group', 'tier', 'deployed_at'],
      'dora_lead_times_owner_idx',
    );
    table.index(
      ['system', 'tier', 'deployed_at'],
      'dora_lead_times_system_idx',
    );
  });

  await knex.schema.createTable('dora_incidents', table => {
    table.comment('Facts: periods of user-visible failure');
    table.string('id', 100).primary();
    table.string('source', 100).notNullable();
    table.string('source_id', 300).notNullable();
    table.string('service', 300).notNullable();
    table.string('title', 300).notNullable();
    table.string('url', 2000).nullable();
    table.bigInteger('started_at').notNullable();
    table.bigInteger('resolved_at').nullable();
    table
      .bigInteger('open_at')
      .notNullable()
      .comment('The last time somebody said that it goes on');
    table.string('opened_by', 300).nullable();
    table.string('resolved_by', 300).nullable();
    table.boolean('demo').notNullable();
    table.bigInteger('occurred_at').notNullable();
    table.string('event_id', 300).notNullable();
    table.unique(['source', 'source_id'], {
      indexName: 'dora_incidents_source_uq',
    });
    table.index(['service', 'started_at'], 'dora_incidents_service_idx');
    table.index(['started_at', 'id'], 'dora_incidents_started_idx');
  });

  await knex.schema.createTable('dora_links', table => {
    table.comment('Facts: which deployments caused or fixed which incidents');
    table
      .string('incident_id', 100)
      .notNullable()
      .references('id')
      .inTable('dora_incidents')
      .onDelete('CASCADE');
    table
      .string('deployment_id', 100)
      .notNullable()
      .comment('May be told before the deployment is');
    table.string('role', 10).notNullable();
    table.string('stand', 10).notNullable();
    table.string('origin', 10).notNullable();
    table.string('by', 300).notNullable();
    table.bigInteger('at').notNullable();
    table.primary(['incident_id', 'deployment_id', 'role']);
    table.index(['deployment_id'], 'dora_links_deployment_idx');
  });

  await knex.schema.createTable('dora_inferred_links', table => {
    table.comment('Derived: what probably caused incidents');
    table.string('incident_id', 100).primary();
    table.string('deployment_id', 100).notNullable();
    table.string('service', 300).notNullable();
    table.index(['deployment_id'], 'dora_inferred_links_deployment_idx');
    table.index(['service'], 'dora_inferred_links_service_idx');
  });

  await knex.schema.createTable('dora_recoveries', table => {
    table.comment('Derived: periods from when it hurt until it was restored');
    table.string('service', 300).notNullable();
    table.string('tier', 20).notNullable();
    table.string('id', 200).notNullable();
    table.string('environment', 100).notNullable();
    table.bigInteger('started_at').notNullable();
    table.bigInteger('ended_at').nullable();
    table.bigInteger('duration_ms').nullable();
    table.boolean('counted').notNullable();
    table.string('reason', 30).nullable();
    table.text('deployments').notNullable();
    table.text('incidents').notNullable();
    table.string('owner_group', 300).nullable();
    table.string('system', 300).nullable();
    table.boolean('demo').notNullable();
    table.primary(['service', 'tier', 'id']);
    table.index(['tier', 'started_at'], 'dora_recoveries_tier_idx');
    table.index(
      ['owner_group', 'tier', 'started_at'],
      'dora_recoveries_owner_idx',
    );
    table.index(['system', 'tier', 'started_at'], 'dora_recoveries_system_idx');
  });

  await knex.schema.createTable('dora_events', table => {
    table.comment('What other pipelines and tools told, and what became of it');
    table.string('id', 64).primary();
    table.string('source', 100).notNullable();
    table.string('event_id', 300).notNullable();
    table.string('type', 60).nullable();
    table.string('status', 10).notNullable();
    table.text('reason').nullable();
    table.string('service', 300).nullable();
    table.bigInteger('occurred_at').nullable();
    table.bigInteger('received_at').notNullable();
    table
      .boolean('skewed')
      .notNullable()
      .comment('It said to be from the future when it came');
    table
      .text('body', 'longtext')
      .nullable()
      .comment('Of those that were not accepted, to take them in again');
    table.unique(['source', 'event_id'], { indexName: 'dora_events_uq' });
    table.index(['status', 'received_at', 'id'], 'dora_events_status_idx');
    table.index(['service', 'received_at'], 'dora_events_service_idx');
  });

  await knex.schema.createTable('dora_dirty', table => {
    table.comment('Services whose facts changed since they were worked in');
    table.string('service', 300).primary();
    table.bigInteger('since').notNullable();
    table
      .integer('marks')
      .notNullable()
      .comment('Rises with each change, so that none is overlooked');
    table.bigInteger('taken_until').nullable();
    table.index(['since'], 'dora_dirty_since_idx');
  });

  await knex.schema.createTable('dora_pending', table => {
    table.comment('Deployments of the portal that are to become facts');
    table.string('deployment_id', 64).primary();
  });
  // Those that ended before there were metrics.
  await knex('dora_pending').insert(
    knex('deployments')
      .whereNotNull('finished_at')
      .whereNotNull('touched_at')
      .select('id'),
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const table of [
    'dora_pending',
    'dora_dirty',
    'dora_events',
    'dora_recoveries',
    'dora_inferred_links',
    'dora_links',
    'dora_incidents',
    'dora_lead_times',
    'dora_changes',
    'dora_deployment_commits',
    'dora_deployments',
  ]) {
    await knex.schema.dropTable(table);
  }
};
