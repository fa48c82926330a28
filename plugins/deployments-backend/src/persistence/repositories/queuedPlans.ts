import type { Knex } from 'knex';
import type { BigIntColumn } from '../columns';
import { readJson, readNumber, writeJson } from '../columns';
import { inChunks } from '../inChunks';
import type { QueuedPlan } from '../../domain/deployment/plan/queuedPlan';

const TABLE = 'queued_plans';

interface QueuedPlanRow {
  deployment_id: string;
  at: BigIntColumn;
  plan_hash: string;
  snapshot: string;
}

function toQueuedPlan(row: QueuedPlanRow): QueuedPlan {
  return {
    at: readNumber(row.at),
    planHash: row.plan_hash,
    snapshot: readJson(row.snapshot),
  };
}

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
  return (await readQueuedPlans(on, [deploymentId])).get(deploymentId);
}

/** Returns the plans of queued deployments, by deployment. */
export async function readQueuedPlans(
  on: Knex,
  deploymentIds: string[],
): Promise<Map<string, QueuedPlan>> {
  const plans = new Map<string, QueuedPlan>();
  for (const some of inChunks(deploymentIds, 500)) {
    const rows: QueuedPlanRow[] = await on(TABLE).whereIn(
      'deployment_id',
      some,
    );
    rows.forEach(row => plans.set(row.deployment_id, toQueuedPlan(row)));
  }
  return plans;
}

/** Removes the plan: a started deployment has its own snapshot, and one that ended in the queue needs none. */
export async function removeQueuedPlan(
  trx: Knex.Transaction,
  deploymentId: string,
): Promise<void> {
  await trx(TABLE).where({ deployment_id: deploymentId }).delete();
}
