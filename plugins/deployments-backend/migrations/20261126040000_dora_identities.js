// @ts-check

const { createHash } = require('node:crypto');

/**
 * Identities that outlive a name: incidents of GitHub are known by the id of their issue instead of their repository's
 * name, and what a source called a service before is remembered by its id. An end that arrives before its incident is known
 * waits for it.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('dora_source_names', table => {
    table.comment('What sources have called what they know by an id');
    table.string('source', 100).notNullable();
    table.string('service_id', 300).notNullable();
    table.string('name', 300).notNullable();
    table.bigInteger('seen_at').notNullable();
    table.primary(['source', 'service_id', 'name']);
  });
  await knex.schema.alterTable('dora_events', table => {
    table
      .string('incident_id', 100)
      .nullable()
      .comment(
        'Of an unmapped event: the incident that would tell its service',
      );
  });
  await knex.raw(
    'create index dora_events_incident_idx on dora_events (incident_id) where incident_id is not null',
  );
  await knex.schema.alterTable('dora_incidents', table => {
    table
      .bigInteger('service_at')
      .nullable()
      .comment('Of the latest event that named its service');
    table.string('service_event_id', 300).nullable();
  });
  const rows = await knex('dora_incidents')
    .where('source_id', 'like', '%/issues/%')
    .where('event_id', 'like', 'issue/%')
    .orderBy(['source', 'started_at', 'id']);
  for (const row of rows) {
    const issue = /^issue\/(\d+)\//.exec(row.event_id)?.[1];
    if (issue) await rename(knex, row, `issue/${issue}`);
  }
};

/**
 * @param {import('knex').Knex} knex
 * @param {any} row
 * @param {string} sourceId
 */
async function rename(knex, row, sourceId) {
  const id = createHash('sha256')
    .update(JSON.stringify(['incident', row.source, sourceId]))
    .digest('hex')
    .slice(0, 40);
  const known = await knex('dora_incidents').where({ id }).first();
  if (known) {
    // Its repository was renamed while it was open: two rows of one issue.
    const later =
      Number(row.occurred_at) > Number(known.occurred_at) ? row : known;
    const latest = (/** @type {string} */ column) =>
      [known, row]
        .filter(one => one[column] !== null)
        .map(one => Number(one[column]))
        .sort((a, b) => b - a)[0] ?? null;
    await knex('dora_incidents')
      .where({ id })
      .update({
        ...later,
        id,
        source_id: sourceId,
        started_at: Math.min(Number(known.started_at), Number(row.started_at)),
        open_at: latest('open_at'),
        resolved_at: latest('resolved_at'),
      });
  } else {
    await knex('dora_incidents').insert({ ...row, id, source_id: sourceId });
  }
  for (const link of await knex('dora_links').where({ incident_id: row.id })) {
    await knex('dora_links')
      .insert({ ...link, incident_id: id })
      .onConflict(['incident_id', 'deployment_id', 'role'])
      .ignore();
  }
  await knex('dora_links').where({ incident_id: row.id }).delete();
  await knex('dora_inferred_links').where({ incident_id: row.id }).delete();
  await knex('dora_incidents').where({ id: row.id }).delete();
}

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('drop index dora_events_incident_idx');
  await knex.raw('alter table dora_events drop column incident_id');
  await knex.raw('alter table dora_incidents drop column service_at');
  await knex.raw('alter table dora_incidents drop column service_event_id');
  await knex.schema.dropTable('dora_source_names');
};
