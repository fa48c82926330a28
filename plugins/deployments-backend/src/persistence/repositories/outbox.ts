import type { Knex } from 'knex';
import type { BigIntColumn } from '../columns';
import {
  readJson,
  readNumber,
  readOptionalNumber,
  readOptionalText,
  writeJson,
} from '../columns';
import { getDialect } from '../getDialect';
import type { AddedRows } from '../insertRows';
import { insertRows } from '../insertRows';
import type { OutboxMessage } from '../../domain/model/outboxMessage';

export interface OutboxItem {
  id: number;
  message: OutboxMessage;
  attempts: number;
  lastError?: string;
}

interface OutboxRow {
  id: BigIntColumn;
  payload: string;
  due_at: BigIntColumn;
  attempts: number;
  last_error: string | null;
}

const TABLE = 'outbox';

export function toOutboxRows(
  messages: OutboxMessage[],
  now: number,
): AddedRows {
  return {
    table: TABLE,
    rows: messages.map(message => ({
      kind: message.kind,
      deployment_id: message.deploymentId,
      payload: writeJson(message),
      created_at: now,
      due_at: now,
    })),
  };
}

export async function enqueueOutbox(
  trx: Knex.Transaction,
  messages: OutboxMessage[],
  now: number,
): Promise<void> {
  await insertRows(trx, TABLE, toOutboxRows(messages, now).rows);
}

/**
 * Claims due messages for this process until `until`; of several replicas, one gets each message. If that replica
 * dies, the next one delivers the message: it may be delivered twice, but never is lost.
 */
export async function takeDueOutbox(
  on: Knex,
  options: { now: number; until: number; limit: number },
): Promise<OutboxItem[]> {
  const due = on<OutboxRow>(TABLE)
    .where('due_at', '<=', options.now)
    .orderBy('id')
    .limit(options.limit)
    .select('id');
  const rows: OutboxRow[] = await on<OutboxRow>(TABLE)
    .whereIn('id', getDialect(on).forUpdateSkipLocked(due))
    .update({ due_at: options.until, attempts: on.raw('attempts + 1') })
    .returning(['id', 'payload', 'attempts', 'last_error']);
  return rows
    .map(row => ({
      id: readNumber(row.id),
      message: readJson<OutboxMessage>(row.payload),
      attempts: row.attempts,
      lastError: readOptionalText(row.last_error),
    }))
    .sort((a, b) => a.id - b.id);
}

export async function deleteOutbox(
  on: Knex,
  ids: readonly number[],
): Promise<void> {
  if (ids.length > 0) {
    await on(TABLE).whereIn('id', ids).delete();
  }
}

export async function retryOutbox(
  on: Knex,
  id: number,
  dueAt: number,
  error: string,
): Promise<void> {
  await on(TABLE)
    .where({ id })
    .update({ due_at: dueAt, last_error: error.slice(0, 2000) });
}

/**
 * Summarizes the undelivered messages. `oldestAt`: when the oldest was written; `dueAt`: since when the first is due.
 */
export async function summarizeOutbox(
  on: Knex,
): Promise<{ count: number; oldestAt?: number; dueAt?: number }> {
  const row = await on(TABLE)
    .count({ count: '*' })
    .min({ due: 'due_at' })
    .first();
  const oldest: { created_at: BigIntColumn } | undefined = await on(TABLE)
    .orderBy('id')
    .first('created_at');
  return {
    count: readNumber(row?.count ?? 0),
    oldestAt: readOptionalNumber(oldest?.created_at),
    dueAt: readOptionalNumber(row?.due as BigIntColumn | null | undefined),
  };
}
