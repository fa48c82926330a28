// @ts-check

/**
 * Each rule needs people of its own now. Deployments that wait for a person are looked at once, so that what they wait
 * for is what they say; those that are queued are looked at whenever a backend starts.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex('deployments').where({ status: 'waiting' }).update({ wake_at: 0 });
};

exports.down = async function down() {
  // Looked at once too often does no harm.
};
