import type { Knex } from 'knex';
import type { BigIntColumn } from '../../persistence/columns';
import { readNumber } from '../../persistence/columns';
import { decodeCursor, page } from '../../persistence/cursor';
import { toLikePattern } from '../../persistence/toLikePattern';
import type { EventRecord, EventRow, EventStatus } from './sourceEventRows';
import { EVENTS, toRecord } from './sourceEventRows';

export type DeadStatus = Exclude<EventStatus, 'accepted'>;

/** A filter of events; absent fields do not filter. */
export interface DeadLetterFilter {
  status?: DeadStatus;
  source?: string;
  /** Part of the reason, the type, the service or the source's id. */
  text?: string;
  /** Only events from the future, including accepted ones. */
  skewed?: boolean;
  /** When they arrived: from `since` on, and before `until`. Epoch milliseconds. */
  since?: number;
  until?: number;
}

const DEAD: readonly DeadStatus[] = ['rejected', 'unmapped'];
const SEARCHED = ['reason', 'type', 'service', 'event_id'] as const;

/** Lists events, newest first. Throws InputError for an invalid cursor. */
export async function listDeadLetters(
  on: Knex,
  filter: DeadLetterFilter,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<{ items: EventRecord[]; nextCursor?: string }> {
  const query = matching(on, filter)
    .orderBy([
      { column: 'received_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit + 1);
  if (cursor !== undefined) {
    const { at, id } = decodeCursor(cursor);
    query
      .where('received_at', '<=', at)
      .where(older =>
        older.where('received_at', '<', at).orWhere('id', '<', id),
      );
  }
  const rows: EventRow[] = await query;
  return page(rows.map(toRecord), limit, ({ receivedAt, id }) => ({
    at: receivedAt,
    id,
  }));
}

export async function countDeadLetters(
  on: Knex,
  filter: DeadLetterFilter,
): Promise<number> {
  const [{ n }]: { n: BigIntColumn }[] = await matching(on, filter).count({
    n: '*',
  });
  return readNumber(n);
}

/** Counts by source, ordered by name. */
export async function countDeadLettersBySource(
  on: Knex,
): Promise<({ source: string } & Record<DeadStatus, number>)[]> {
  const rows: { source: string; status: DeadStatus; n: BigIntColumn }[] =
    await on(EVENTS)
      .whereIn('status', DEAD)
      .groupBy('source', 'status')
      .orderBy('source')
      .select('source', 'status')
      .count({ n: '*' });
  const counts = new Map<string, Record<DeadStatus, number>>();
  for (const { source, status, n } of rows) {
    const known = counts.get(source) ?? { rejected: 0, unmapped: 0 };
    counts.set(source, { ...known, [status]: readNumber(n) });
  }
  return [...counts].map(([source, of]) => ({ source, ...of }));
}

/** Reads the events that exist. */
export async function readEvents(
  on: Knex,
  ids: readonly string[],
): Promise<EventRecord[]> {
  const rows: EventRow[] = await on(EVENTS).whereIn('id', [...ids]);
  return rows.map(toRecord);
}

/** Deletes the oldest events that arrived before a time. Returns the number, at most `limit`. */
export async function removeDeadLetters(
  trx: Knex.Transaction,
  options: { before: number; limit: number },
): Promise<number> {
  return (
    trx(EVENTS)
      .whereIn(
        'id',
        trx(EVENTS)
          .whereIn('status', DEAD)
          .where('received_at', '<', options.before)
          .orderBy('received_at')
          .limit(options.limit)
          .select('id'),
      )
      // An event that was accepted meanwhile stays.
      .whereIn('status', DEAD)
      .delete()
  );
}

function matching(
  on: Knex,
  { status, source, text, skewed, since, until }: DeadLetterFilter,
): Knex.QueryBuilder {
  const query = on(EVENTS);
  if (skewed) {
    // Written like the partial index's condition; a bound value would not use the index.
    query.whereRaw('skewed');
    if (status) query.where({ status });
  } else {
    query.whereIn('status', status ? [status] : [...DEAD]);
  }
  if (since !== undefined) query.where('received_at', '>=', since);
  if (until !== undefined) query.where('received_at', '<', until);
  if (source !== undefined) query.where({ source });
  if (text) {
    query.where(any => {
      for (const column of SEARCHED) {
        any.orWhereRaw(`lower(??) like ? escape '\\'`, [
          column,
          toLikePattern(text),
        ]);
      }
    });
  }
  return query;
}
