// @ts-check

/** First words of the messages that Git and GitHub write for merges. */
const MERGES = [
  'Merge pull request %',
  'Merge branch %',
  'Merge branches %',
  'Merge remote-tracking branch %',
  'Merge tag %',
  'Merge commit %',
];

/**
 * Whether a commit does nothing but merge others, so that `deployments.dora.mergeCommits` can leave it out.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('dora_changes', table => {
    table.boolean('is_merge').notNullable().defaultTo(false);
  });
  for (const words of MERGES) {
    await knex('dora_changes')
      .where('title', 'like', words)
      .update({ is_merge: true });
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('alter table dora_changes drop column is_merge');
};
