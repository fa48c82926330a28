// @ts-check

/**
 * From when on a deployment that waits for a person is late. In a column of its own, so that how many are late is an
 * indexed question, asked with every collection of metrics.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('deployments', table => {
    table
      .bigInteger('late_at')
      .nullable()
      .comment(
        'When half of the time to decide is over; null: no person is waited for',
      );
    table.index(['late_at'], 'deployments_late_idx');
  });

  const waiting = await knex('deployments')
    .whereIn('status', ['waiting', 'rolling_back'])
    .select('id', 'state', 'snapshot');
  for (const row of waiting) {
    const { decideBy } = JSON.parse(row.state);
    if (typeof decideBy === 'number' && row.snapshot !== null) {
      const { decideWithinMs } = JSON.parse(row.snapshot);
      await knex('deployments')
        .where({ id: row.id })
        .update({ late_at: decideBy - Math.floor(decideWithinMs / 2) });
    }
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('deployments', table => {
    table.dropIndex(['late_at'], 'deployments_late_idx');
  });
  // Not Knex's dropColumn: on SQLite it builds the table anew, and what refers to it would go with the old one.
  await knex.raw('alter table deployments drop column late_at');
};
