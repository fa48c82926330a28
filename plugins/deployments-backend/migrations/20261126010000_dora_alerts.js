// @ts-check

const { createHash } = require('node:crypto');

/**
 * Alerts are known by their own identity, so that a notification whose start differs from the first one's belongs to the
 * same period. Incidents that came from alerts so far are named `<fingerprint>/<start>`; those of one alert that overlap,
 * or whose end was stored apart from their beginning, become one.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('dora_alerts', table => {
    table.comment('What was reported of alerts that fire again and again');
    table.string('id', 64).primary();
    table.string('source', 100).notNullable();
    table.string('alert', 300).notNullable();
    table
      .text('notifications', 'longtext')
      .notNullable()
      .comment('JSON: the latest starts and ends, with the incident of each');
  });
  const rows = await knex('dora_incidents')
    .where('source', '<>', 'portal')
    .where('source_id', 'like', '%/____-__-__T%')
    .orderBy(['source', 'started_at']);
  /** @type {Map<string, any[]>} */
  const alerts = new Map();
  for (const row of rows) {
    const [, alert] =
      /^([0-9a-f]{8,32})\/\d{4}-\d\d-\d\dT[^/]*$/.exec(row.source_id) ?? [];
    if (!alert) continue;
    const key = JSON.stringify([row.source, alert]);
    alerts.set(key, [...(alerts.get(key) ?? []), row]);
  }
  for (const [key, told] of alerts) {
    await uniteAlert(knex, key, told);
  }
};

/**
 * @param {import('knex').Knex} knex
 * @param {string} key
 * @param {any[]} rows
 */
async function uniteAlert(knex, key, rows) {
  const [source, alert] = JSON.parse(key);
  /** @type {{ startedAt: number, incident: string, endedAt?: number }[]} */
  const notifications = rows.flatMap(row => {
    const startedAt = Number(row.started_at);
    const firing = { startedAt, incident: row.source_id };
    if (row.resolved_at === null) return [firing];
    const endedAt = Number(row.resolved_at);
    const isOver = endedAt >= Number(row.open_at);
    const end = { ...firing, endedAt };
    return isOver ? [end] : [firing, end];
  });
  await knex('dora_alerts').insert({
    id: hashOf('alert', source, alert),
    source,
    alert,
    notifications: JSON.stringify(notifications.slice(-500)),
  });
  // An open row is closed by the first end after its beginning; rows that overlap are one.
  const ends = notifications
    .flatMap(({ endedAt }) => (endedAt === undefined ? [] : [endedAt]))
    .sort((a, b) => a - b);
  /** @type {{ first: any, rows: any[], end: number }[]} */
  const periods = [];
  for (const row of rows) {
    const start = Number(row.started_at);
    const isOver =
      row.resolved_at !== null &&
      Number(row.resolved_at) >= Number(row.open_at);
    const end = isOver
      ? Number(row.resolved_at)
      : ends.find(at => at >= start) ?? Infinity;
    const last = periods[periods.length - 1];
    if (last && start <= last.end) {
      last.rows.push(row);
      last.end = Math.max(last.end, end);
    } else {
      periods.push({ first: row, rows: [row], end });
    }
  }
  for (const { first, rows: all, end } of periods) {
    await knex('dora_incidents')
      .where({ id: first.id })
      .update(
        end === Infinity
          ? { open_at: Math.max(...all.map(row => Number(row.open_at))) }
          : { resolved_at: end, open_at: first.started_at },
      );
    for (const { id } of all.slice(1)) {
      await moveLinks(knex, id, first.id);
      await knex('dora_incidents').where({ id }).delete();
    }
  }
}

/**
 * @param {import('knex').Knex} knex
 * @param {string} from
 * @param {string} to
 */
async function moveLinks(knex, from, to) {
  const links = await knex('dora_links').where({ incident_id: from });
  for (const link of links) {
    await knex('dora_links')
      .insert({ ...link, incident_id: to })
      .onConflict(['incident_id', 'deployment_id', 'role'])
      .ignore();
  }
  await knex('dora_links').where({ incident_id: from }).delete();
  await knex('dora_inferred_links').where({ incident_id: from }).delete();
}

/** @param {string[]} parts */
function hashOf(...parts) {
  return createHash('sha256')
    .update(JSON.stringify(parts))
    .digest('hex')
    .slice(0, 40);
}

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('dora_alerts');
};
