import type { Knex } from 'knex';
import type { BigIntColumn } from './columns';
import { readJson, readNumber, readOptionalText, writeJson } from './columns';

/** What is told to others after a commit. Signals carry ids only: whoever gets one reads with their own rights. */
export type OutboxMessage =
  | {
      kind: 'signal';
      deploymentId: string;
      service: string;
      environment: string;
      status: string;
      seq: number;
    }
  | {
      kind: 'notification';
      deploymentId: string;
      /** Entity refs of users and groups. */
      to: string[];
      title: string;
      description: string;
      severity: 'critical' | 'high' | 'normal' | 'low';
      /** A later one of the same topic takes its place with the reader. */
      topic: string;
    };

export interface OutboxItem {
  id: number;
  message: OutboxMessage;
  attempts: number;
  lastError?: string;
}

interface OutboxRow {
  id: BigIntColumn;
  payload: string;
  attempts: number;
  last_error: string | null;
}

const TABLE = 'outbox';

export async function enqueueOutbox(
  trx: Knex.Transaction,
  messages: OutboxMessage[],
  now: number,
): Promise<void> {
  await trx.batchInsert(
    TABLE,
    messages.map(message => ({
      kind: message.kind,
      deployment_id: message.deploymentId,
      payload: writeJson(message),
      created_at: now,
      due_at: now,
    })),
    50,
  );
}

/**
 * Takes due messages for this process until `until`. Whoever takes a message and dies leaves it to the next one, so it
 * may be told twice, never not at all.
 */
export async function takeDueOutbox(
  trx: Knex.Transaction,
  options: { now: number; until: number; limit: number },
): Promise<OutboxItem[]> {
  const due = await trx<OutboxRow>(TABLE)
    .where('due_at', '<=', options.now)
    .orderBy('id')
    .limit(options.limit)
    .select('id');
  const taken: OutboxItem[] = [];
  for (const { id } of due) {
    // Conditional, so that of two replicas one gets it.
    const rows = await trx(TABLE)
      .where({ id })
      .where('due_at', '<=', options.now)
      .update({ due_at: options.until, attempts: trx.raw('attempts + 1') });
    const row = rows && (await trx<OutboxRow>(TABLE).where({ id }).first());
    if (row) {
      taken.push({
        id: readNumber(row.id),
        message: readJson(row.payload),
        attempts: row.attempts,
        lastError: readOptionalText(row.last_error),
      });
    }
  }
  return taken;
}

export async function deleteOutbox(on: Knex, id: number): Promise<void> {
  await on(TABLE).where({ id }).delete();
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
