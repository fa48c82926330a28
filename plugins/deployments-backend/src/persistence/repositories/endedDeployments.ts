import type { Knex } from 'knex';
import type { BigIntColumn } from '../columns';
import { readOptionalNumber } from '../columns';

const TABLE = 'dora_pending';

/** Marks a deployment that ends in this transaction for the delivery metrics. */
export async function markEnded(
  trx: Knex.Transaction,
  deploymentId: string,
): Promise<void> {
  await trx(TABLE)
    .insert({ deployment_id: deploymentId })
    .onConflict('deployment_id')
    .ignore();
}

export async function findEnded(on: Knex, limit: number): Promise<string[]> {
  const rows: { deployment_id: string }[] = await on(TABLE)
    .orderBy('deployment_id')
    .limit(limit);
  return rows.map(row => row.deployment_id);
}

/** Removes the mark. Returns false if another replica removed it already. */
export async function unmarkEnded(
  trx: Knex.Transaction,
  deploymentId: string,
): Promise<boolean> {
  const rows = await trx(TABLE).where({ deployment_id: deploymentId }).delete();
  return rows > 0;
}

/** Returns when the oldest marked deployment ended, in epoch milliseconds, or undefined if there is none. */
export async function findOldestEnded(on: Knex): Promise<number | undefined> {
  const row: { at?: BigIntColumn | null } | undefined = await on(TABLE)
    .join('deployments', 'deployments.id', `${TABLE}.deployment_id`)
    .min({ at: 'deployments.finished_at' })
    .first();
  return readOptionalNumber(row?.at);
}
