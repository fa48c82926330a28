import type { Knex } from 'knex';
import type { BigIntColumn } from '../columns';
import { readJson, readNumber, writeJson } from '../columns';
import type { QueuedPlan } from '../../domain/deployment/plan/queuedPlan';

const TABLE = 'queued_plans';

/**
 * Stores the plan of a queued deployment. The snapshot is written only when the plan changed, because policies are
 * evaluated for the same plan for hours.
 */
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

/** Removes the plan: a started deployment has its own snapshot, and one that ended in the queue needs none. */
export async function removeQueuedPlan(
  trx: Knex.Transaction,
  deploymentId: string,
): Promise<void> {
  await trx(TABLE).where({ deployment_id: deploymentId }).delete();
}
