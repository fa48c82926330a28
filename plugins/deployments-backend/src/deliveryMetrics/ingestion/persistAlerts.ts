import type { Knex } from 'knex';
import {
  lockAlert,
  lockIncidents,
  putAlertNotifications,
  replaceIncidents,
} from '../persistence/alerts';
import type { IncidentRecord } from '../persistence/storedRecords';
import type {
  AlertNotification,
  AlertPeriod,
} from '../definitions/alertPeriods';
import { findAlertPeriods } from '../definitions/alertPeriods';
import { toAlertId, toIncidentId } from './eventIdentity';
import { mergeIncidents } from '../projections/mergeRecords';

/** The record of an incident that is one notification of an alert. */
export interface AlertRecord {
  alert: string;
  incident: IncidentRecord;
}

/** Enough for months of a flapping alert; older notifications are no longer updated. */
const MAX_NOTIFICATIONS = 500;

export interface StoredAlerts {
  /** The services whose incidents changed. */
  services: Set<string>;
  /** The stored incident's id, by the id that a single notification would give it. */
  incidents: Map<string, string>;
}

/** Stores the incidents of alerts, one for each period in which an alert fired. */
export async function storeAlerts(
  trx: Knex.Transaction,
  records: readonly AlertRecord[],
): Promise<StoredAlerts> {
  const byAlert = new Map<string, AlertRecord[]>();
  for (const record of records) {
    const { source } = record.incident.fields;
    const id = toAlertId(source, record.alert);
    byAlert.set(id, [...(byAlert.get(id) ?? []), record]);
  }
  const kept: StoredAlerts = { services: new Set(), incidents: new Map() };
  // The same order in every transaction, so that two wait for each other instead of deadlocking.
  for (const [id, reported] of [...byAlert].sort(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    await storeAlert(trx, id, reported, kept);
  }
  return kept;
}

async function storeAlert(
  trx: Knex.Transaction,
  id: string,
  records: readonly AlertRecord[],
  { services, incidents }: StoredAlerts,
): Promise<void> {
  const [{ alert, incident }] = records;
  const { source } = incident.fields;
  const before = await lockAlert(trx, { id, source, alert });
  const after = mergeNotifications(before, records.map(toNotification));
  await putAlertNotifications(trx, id, after);
  const known = await lockIncidents(
    trx,
    [...before, ...after].map(one => toIncidentId(source, one.incident)),
  );
  const periodsBefore = findAlertPeriods(before);
  for (const period of findAlertPeriods(after)) {
    const names = new Set(period.notifications.map(one => one.incident));
    const [first] = period.notifications;
    const recordId = toIncidentId(source, first.incident);
    const replaced = [...names].flatMap(name => {
      const other = known.get(toIncidentId(source, name));
      return other && other.fields.id !== recordId ? [other] : [];
    });
    const reported = records
      .filter(one => names.has(one.incident.sourceId))
      .map(one => one.incident);
    for (const name of names) {
      incidents.set(toIncidentId(source, name), recordId);
    }
    const same = known.get(recordId);
    const parts = [...(same ? [same] : []), ...replaced, ...reported];
    // This period was part of another one until now.
    const split =
      parts.length > 0 ? undefined : findOrigin(first, periodsBefore);
    const origin = split && known.get(toIncidentId(source, split.incident));
    if (origin) parts.push(origin);
    if (parts.length === 0) continue;
    const merged = parts.reduce(mergeIncidents);
    await replaceIncidents(
      trx,
      withPeriod(
        {
          ...merged,
          sourceId: first.incident,
          fields: { ...merged.fields, id: recordId },
        },
        period,
      ),
      replaced.map(({ fields }) => fields.id),
    );
    for (const part of parts) services.add(part.service);
  }
}

/** Returns the notification that identified the period to which this one belonged. */
function findOrigin(
  { incident }: AlertNotification,
  periods: readonly AlertPeriod[],
): AlertNotification | undefined {
  return periods.find(({ notifications }) =>
    notifications.some(one => one.incident === incident),
  )?.notifications[0];
}

function toNotification({ incident }: AlertRecord): AlertNotification {
  const { sourceId, resolvedAt, fields } = incident;
  return {
    startedAt: fields.startedAt,
    ...(resolvedAt === undefined ? {} : { endedAt: resolvedAt }),
    incident: sourceId,
  };
}

function mergeNotifications(
  before: readonly AlertNotification[],
  reported: readonly AlertNotification[],
): AlertNotification[] {
  const all = new Map(
    [...before, ...reported].map(one => [
      JSON.stringify([one.incident, one.startedAt, one.endedAt]),
      one,
    ]),
  );
  return [...all.values()]
    .sort((a, b) => a.startedAt - b.startedAt)
    .slice(-MAX_NOTIFICATIONS);
}

/** The start and end come from all notifications of the period together, or from a person who resolved it. */
function withPeriod(
  record: IncidentRecord,
  { startedAt, firingAt = startedAt, endedAt }: AlertPeriod,
): IncidentRecord {
  const { resolvedBy, ...rest } = record;
  const fields = { ...record.fields, startedAt };
  if (endedAt !== undefined) {
    return { ...record, fields, openAt: startedAt, resolvedAt: endedAt };
  }
  return resolvedBy === undefined
    ? { ...rest, fields, openAt: firingAt, resolvedAt: undefined }
    : { ...record, fields, openAt: firingAt };
}
