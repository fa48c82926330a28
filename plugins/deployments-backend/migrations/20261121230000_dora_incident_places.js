// @ts-check

/**
 * Where an incident hurts, as far as its source tells: one of staging is not to make a deployment to production a failed
 * one.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('dora_incidents', table => {
    table.string('environment', 100).nullable();
    table
      .string('tier', 20)
      .nullable()
      .comment('Null: nobody says, which is taken for production');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('alter table dora_incidents drop column environment');
  await knex.raw('alter table dora_incidents drop column tier');
};
