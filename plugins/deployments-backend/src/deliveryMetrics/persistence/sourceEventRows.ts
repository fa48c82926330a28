import type { Knex } from 'knex';
import { inChunks } from '../../persistence/inChunks';
import type { BigIntColumn } from '../../persistence/columns';
import {
  readNumber,
  readOptionalNumber,
  readOptionalText,
} from '../../persistence/columns';

/** `unmapped`: no service of the catalog matches. */
export type EventStatus = 'accepted' | 'unmapped' | 'rejected';

/** An event from a source, and its outcome. Times are epoch milliseconds. */
export interface EventRecord {
  id: string;
  source: string;
  /** The source's id of the event. */
  eventId: string;
  type?: string;
  status: EventStatus;
  reason?: string;
  /** Entity ref; for events that were not accepted, the source's name for the service, if it was readable. */
  service?: string;
  occurredAt?: number;
  receivedAt: number;
  /** Whether it contained a future time when it arrived. */
  skewed: boolean;
  /** For an unmapped event: the incident that would reveal its service. */
  incidentId?: string;
  /** The event itself, for reprocessing; absent if it was accepted. */
  body?: string;
}

export const EVENTS = 'dora_events';
const CHUNK = 100;

/**
 * Which statuses a new copy of an event may replace. A copy that is invalid does not replace one that can be used
 * once its service is known.
 */
const GIVES_WAY: Record<EventStatus, EventStatus[]> = {
  accepted: ['unmapped', 'rejected'],
  unmapped: ['unmapped', 'rejected'],
  rejected: ['rejected'],
};

/**
 * Stores events, and locks them until the transaction ends. Returns the ids of those that were accepted before, which
 * stay as they are; the others are overwritten.
 */
export async function putEvents(
  trx: Knex.Transaction,
  records: readonly EventRecord[],
): Promise<Set<string>> {
  const repeated = new Set<string>();
  // The same order in every transaction, so that two with the same events wait instead of deadlocking.
  const sorted = [...records].sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const chunk of inChunks(sorted, CHUNK)) {
    const inserted: { id: string }[] = await trx(EVENTS)
      .insert(chunk.map(toColumns))
      // Any unique index may detect the row of a simultaneous request first.
      .onConflict()
      .ignore()
      .returning('id');
    const isNew = new Set(inserted.map(row => row.id));
    for (const record of chunk.filter(({ id }) => !isNew.has(id))) {
      const { id } = record;
      const updated = await trx(EVENTS)
        .where({ id })
        .whereIn('status', GIVES_WAY[record.status])
        .update(toColumns(record));
      const isKnown =
        updated === 0 &&
        (record.status !== 'rejected' ||
          (await findAccepted(trx, [id])).has(id));
      if (isKnown) repeated.add(id);
    }
  }
  return repeated;
}

/** Returns the ids of the events that have been accepted. */
export async function findAccepted(
  on: Knex,
  ids: readonly string[],
): Promise<Set<string>> {
  const accepted = new Set<string>();
  for (const chunk of inChunks(ids, CHUNK)) {
    const rows: { id: string }[] = await on(EVENTS)
      .whereIn('id', chunk)
      .where({ status: 'accepted' })
      .select('id');
    for (const { id } of rows) accepted.add(id);
  }
  return accepted;
}

/** Returns the unmapped events that wait for one of these incidents. */
export async function findWaitingEvents(
  on: Knex,
  incidentIds: readonly string[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const chunk of inChunks(incidentIds, CHUNK)) {
    const rows: { id: string }[] = await on(EVENTS)
      .whereIn('incident_id', chunk)
      .where({ status: 'unmapped' })
      .select('id');
    ids.push(...rows.map(({ id }) => id));
  }
  return ids;
}

export async function readEvent(
  on: Knex,
  id: string,
): Promise<EventRecord | undefined> {
  const row: EventRow | undefined = await on(EVENTS).where({ id }).first();
  return row && toRecord(row);
}

export interface EventRow {
  id: string;
  source: string;
  event_id: string;
  type: string | null;
  status: EventStatus;
  reason: string | null;
  service: string | null;
  occurred_at: BigIntColumn | null;
  received_at: BigIntColumn;
  skewed: boolean | number;
  incident_id: string | null;
  body: string | null;
}

export function toRecord(row: EventRow): EventRecord {
  return {
    id: row.id,
    source: row.source,
    eventId: row.event_id,
    type: readOptionalText(row.type),
    status: row.status,
    reason: readOptionalText(row.reason),
    service: readOptionalText(row.service),
    occurredAt: readOptionalNumber(row.occurred_at),
    receivedAt: readNumber(row.received_at),
    skewed: Boolean(row.skewed),
    incidentId: readOptionalText(row.incident_id),
    body: readOptionalText(row.body),
  };
}

function toColumns(record: EventRecord) {
  return {
    id: record.id,
    source: record.source,
    event_id: record.eventId,
    type: record.type ?? null,
    status: record.status,
    reason: record.reason ?? null,
    service: record.service ?? null,
    occurred_at: record.occurredAt ?? null,
    received_at: record.receivedAt,
    skewed: record.skewed,
    incident_id: record.incidentId ?? null,
    body: record.body ?? null,
  };
}
