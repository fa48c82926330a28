// @ts-check

/**
 * Statuses of deployments, of which a deployment's times and outcome follow. Of deployments that came from GitHub so far
 * the last status is known.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('dora_deployment_statuses', table => {
    table.comment('Facts: what was reported of deployments while they ran');
    table.string('deployment_id', 100).notNullable();
    table.string('event_id', 300).notNullable();
    table.string('state', 20).notNullable();
    table.bigInteger('at').notNullable();
    table
      .string('sequence', 30)
      .nullable()
      .comment('Orders statuses of the same second, as their source does');
    table
      .text('description')
      .notNullable()
      .comment('JSON: what this status says of its deployment');
    table.primary(['deployment_id', 'event_id']);
  });
  const isGithub = knex('dora_deployments')
    .where('event_id', 'like', 'deployment_status/%')
    .orderBy('id');
  for (let after = '', isMore = true; isMore; ) {
    const rows = await isGithub.clone().where('id', '>', after).limit(100);
    if (rows.length > 0) {
      await knex('dora_deployment_statuses').insert(rows.map(toStatus));
      after = rows[rows.length - 1].id;
    }
    isMore = rows.length === 100;
  }
};

/** @param {any} row */
function toStatus(row) {
  return {
    deployment_id: row.id,
    event_id: row.event_id,
    state: row.outcome === 'succeeded' ? 'succeeded' : 'failed',
    at: row.finished_at,
    sequence: /^deployment_status\/(\d{1,30})$/.exec(row.event_id)?.[1] ?? null,
    description: JSON.stringify({
      service: row.service,
      environment: row.environment,
      tier: row.tier,
      kind: row.kind,
      hotfix: Boolean(row.hotfix),
      version: row.version,
      artifact: row.artifact,
      head: row.head ?? undefined,
      ownerGroup: row.owner_group ?? undefined,
      system: row.system ?? undefined,
      url: row.url ?? undefined,
      demo: Boolean(row.demo),
      createdAt: Number(row.started_at),
    }),
  };
}

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('dora_deployment_statuses');
};
