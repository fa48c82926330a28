import type { Knex } from 'knex';
import type { BigIntColumn } from '../columns';
import { readJson, readNumber, writeJson } from '../columns';
import type { QueuedPlan } from '../../domain/deployment/plan/queuedPlan';

const TABLE = 'queued_plans';

/** The snapshot is written only where another plan was there before: policies are asked about the same one for hours. */
export async function putQueuedPlan(
  trx: Knex.Transaction,
  deploymentId: string,
  { at, planHash, snapshot }: QueuedPlan,
): Promise<void> {
  const same = await trx(TABLE)
    .where({ deployment_id: deploymentId, plan_hash: planHash })
    .update({ at });
  if (same === 0) {
    await trx(TABLE)
      .insert({
        deployment_id: deploymentId,
        at,
        plan_hash: planHash,
        snapshot: writeJson(snapshot),
      })
      .onConflict('deployment_id')
      .merge();
  }
}

export async function readQueuedPlan(
  on: Knex,
  deploymentId: string,
): Promise<QueuedPlan | undefined> {
  const row:
    | { at: BigIntColumn; plan_hash: string; snapshot: string }
    | undefined = await on(TABLE)
    .where({ deployment_id: deploymentId })
    .first('at', 'plan_hash', 'snapshot');
  return (
    row && {
      at: readNumber(row.at),
      planHash: row.plan_hash,
      snapshot: readJson(row.snapshot),
    }
  );
}

/** Once it has started, its snapshot says what it does; if it ended in the queue, the plan is of no use. */
export async function removeQueuedPlan(
  trx: Knex.Transaction,
  deploymentId: string,
): Promise<void> {
  await trx(TABLE).where({ deployment_id: deploymentId }).delete();
}
