// @ts-check

const DAY = 86_400_000;

/**
 * What the metrics of everybody are added up from: the rows of each day, packed. A day of which a row changed is marked,
 * and read row by row until it is packed again; so is every day of a database that has rows already.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('dora_rollups', table => {
    table.comment('Derived: the rows of a day in UTC, packed');
    table.string('tier', 20).notNullable();
    table.string('series', 20).notNullable();
    table.bigInteger('day').notNullable();
    table
      .string('bin', 400)
      .notNullable()
      .comment('What its rows have in common: a reason, or a range of values');
    table.integer('n').notNullable();
    table.bigInteger('least').notNullable();
    table.bigInteger('most').notNullable();
    table
      .text('slots')
      .notNullable()
      .comment('How many of them are in which quarter of an hour');
    table
      .text('samples')
      .notNullable()
      .comment('Their values, in the order of the slots');
    table.primary(['tier', 'series', 'day', 'bin']);
  });
  await knex.schema.createTable('dora_unrolled', table => {
    table.comment('Days whose rows changed since they were packed');
    table.string('tier', 20).notNullable();
    table.bigInteger('day').notNullable();
    table.bigInteger('touched_at').notNullable();
    table.primary(['tier', 'day']);
    table.index(['touched_at'], 'dora_unrolled_touched_idx');
  });
  const days = (/** @type {string} */ table, /** @type {string} */ at) =>
    `select tier, ${at} - ((${at} % ${DAY}) + ${DAY}) % ${DAY} as day from ${table}`;
  await knex.raw(
    `insert into dora_unrolled (tier, day, touched_at)
     select tier, day, 0 from (${[
       days('dora_deployments', 'finished_at'),
       days('dora_lead_times', 'deployed_at'),
       days('dora_recoveries', 'started_at'),
     ].join(' union ')}) as days`,
  );
  // Of what is asked for among very many rows that are not it.
  for (const index of [
    'dora_events_skewed_idx on dora_events (received_at) where skewed',
    'dora_deployments_without_idx on dora_deployments (tier, finished_at) where without_lead_times is not null',
    'dora_deployments_demo_idx on dora_deployments (service) where demo',
  ]) {
    await knex.raw(`create index ${index}`);
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const index of [
    'dora_events_skewed_idx',
    'dora_deployments_without_idx',
    'dora_deployments_demo_idx',
  ]) {
    await knex.raw(`drop index ${index}`);
  }
  await knex.schema.dropTable('dora_unrolled');
  await knex.schema.dropTable('dora_rollups');
};
