import type { Knex } from 'knex';
import type { AlertNotification } from '../definitions/alertPeriods';
import { readJson, writeJson } from '../../persistence/columns';
import type { IncidentRow } from './sourceRecordColumns';
import { incidentColumns, toIncident } from './sourceRecordColumns';
import type { IncidentRecord } from './storedRecords';

const ALERTS = 'dora_alerts';
const INCIDENTS = 'dora_incidents';
const LINKS = 'dora_links';

export interface AlertKey {
  id: string;
  source: string;
  alert: string;
}

/**
 * Returns the notifications of an alert so far, initially none. Locks the alert until the transaction ends, so that
 * two notifications of it are processed one after the other.
 */
export async function lockAlert(
  trx: Knex.Transaction,
  key: AlertKey,
): Promise<AlertNotification[]> {
  await trx(ALERTS)
    .insert({ ...key, notifications: '[]' })
    .onConflict('id')
    .ignore();
  const row: { notifications: string } = await trx(ALERTS)
    .where({ id: key.id })
    .forUpdate()
    .first('notifications');
  return readJson(row.notifications);
}

/** Returns the service of each alert's last incident, by the alert's id; unknown alerts are left out. */
export async function readAlertServices(
  on: Knex,
  ids: readonly string[],
  buildIncident: (notification: AlertNotification) => string,
): Promise<Map<string, string>> {
  const rows: { id: string; notifications: string }[] = await on(ALERTS)
    .whereIn('id', [...ids])
    .select('id', 'notifications');
  const services = new Map<string, string>();
  for (const { id, notifications } of rows) {
    const incidents = readJson<AlertNotification[]>(notifications);
    const row: { service: string } | undefined = await on(INCIDENTS)
      .whereIn('id', incidents.map(buildIncident))
      .orderBy('started_at', 'desc')
      .first('service');
    if (row) services.set(id, row.service);
  }
  return services;
}

export async function putAlertNotifications(
  trx: Knex.Transaction,
  id: string,
  notifications: readonly AlertNotification[],
): Promise<void> {
  await trx(ALERTS)
    .where({ id })
    .update({ notifications: writeJson(notifications) });
}

/** Returns the incidents that exist, by id, and locks them until the transaction ends. */
export async function lockIncidents(
  trx: Knex.Transaction,
  ids: readonly string[],
): Promise<Map<string, IncidentRecord>> {
  const rows: IncidentRow[] = await trx(INCIDENTS)
    .whereIn('id', [...ids])
    .orderBy('id')
    .forUpdate();
  return new Map(rows.map(row => [row.id, toIncident(row)]));
}

/** Writes an incident that replaces others, together with their links. */
export async function replaceIncidents(
  trx: Knex.Transaction,
  record: IncidentRecord,
  replaced: readonly string[],
): Promise<void> {
  const { id } = record.fields;
  await trx(INCIDENTS).insert(incidentColumns(record)).onConflict('id').merge();
  if (replaced.length === 0) return;
  const links: object[] = await trx(LINKS).whereIn('incident_id', [
    ...replaced,
  ]);
  if (links.length > 0) {
    await trx(LINKS)
      .insert(links.map(link => ({ ...link, incident_id: id })))
      .onConflict(['incident_id', 'deployment_id', 'role'])
      .ignore();
  }
  // Their links move to the new incident.
  await trx(LINKS)
    .whereIn('incident_id', [...replaced])
    .delete();
  await trx(INCIDENTS)
    .whereIn('id', [...replaced])
    .delete();
}
