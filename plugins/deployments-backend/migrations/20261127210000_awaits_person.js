// @ts-check

/**
 * Marks deployments that wait for a person, so that nobody's inbox has to read the others.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('deployments', table => {
    table
      .bigInteger('awaits_person_since')
      .nullable()
      .comment(
        'Since when it waits for a decision of a person; null: for none',
      );
  });
  // Some of these wait for something else. Readers check the state, and the next event of a deployment corrects its mark.
  await knex('deployments')
    .whereIn('status', ['queued', 'waiting'])
    .update({ awaits_person_since: knex.ref('requested_at') });
  await knex.raw(
    'create index deployments_awaits_idx on deployments (requested_at, id) where awaits_person_since is not null',
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('drop index deployments_awaits_idx');
  // Not Knex's dropColumn: on SQLite it builds the table anew, and what refers to it would go with the old one.
  await knex.raw('alter table deployments drop column awaits_person_since');
};
