import type { Knex } from 'knex';
import type { BigIntColumn } from '../../persistence/columns';
import { readNumber } from '../../persistence/columns';
import { decodeCursor, page } from '../../persistence/cursor';
import { getPattern } from '../../persistence/likePattern';
import type { EventRecord, EventRow, EventStatus } from './sourceEventRows';
import { EVENTS, toRecord } from './sourceEventRows';

export type DeadStatus = Exclude<EventStatus, 'accepted'>;

/** Which events are looked for; what is absent does not narrow them down. */
export interface DeadLetterFilter {
  status?: DeadStatus;
  source?: string;
  /** Part of the reason, the type, the service or the id at the source. */
  text?: string;
  /** Events from the future instead, those among them that were accepted as well. */
  skewed?: boolean;
  /** When they came: then or later, and before. Epoch milliseconds. */
  since?: number;
  until?: number;
}

const DEAD: readonly DeadStatus[] = ['rejected', 'unmapped'];
const SEARCHED = ['reason', 'type', 'service', 'event_id'] as const;

/** Newest first. Throws InputError for a cursor that is not one. */
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

/** By source, in order of their names. */
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

/** Those of the ids that there are. */
export async function readEvents(
  on: Knex,
  ids: readonly string[],
): Promise<EventRecord[]> {
  const rows: EventRow[] = await on(EVENTS).whereIn('id', [...ids]);
  return rows.map(toRecord);
}

/** Deletes the oldest that came before a time. Returns how many, at most `limit`. */
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
      // One that was taken in meanwhile stays.
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
    // As its partial index says it; a bound value would not do.
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
          getPattern(text),
        ]);
      }
    });
  }
  return query;
}
