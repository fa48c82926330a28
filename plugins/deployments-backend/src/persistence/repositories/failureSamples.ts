import type { FailureSample } from '@slipway/backstage-plugin-deployments-node';
import type { Knex } from 'knex';
import type { StoredFailureSample } from '../../domain/analysis/failureSample';
import type { BigIntColumn } from '../columns';
import { readNumber } from '../columns';

export const FAILURE_SAMPLES_TABLE = 'failure_samples';

interface FailureSampleRow {
  step_id: string;
  attempt: number;
  check_name: string;
  at: BigIntColumn;
  sample: string;
}

/** Stores a sample instead of the check's earlier one in the attempt. */
export async function saveFailureSample(
  on: Knex,
  deploymentId: string,
  { stepId, attempt, check, at, requests, logTail }: StoredFailureSample,
): Promise<void> {
  await on(FAILURE_SAMPLES_TABLE)
    .insert({
      deployment_id: deploymentId,
      step_id: stepId,
      attempt,
      check_name: check,
      at,
      sample: JSON.stringify({ requests, logTail }),
    })
    .onConflict(['deployment_id', 'step_id', 'attempt', 'check_name'])
    .merge(['at', 'sample']);
}

/** Returns the samples of a deployment, the oldest attempt first: at most one per check and attempt. */
export async function readFailureSamples(
  on: Knex,
  deploymentId: string,
): Promise<StoredFailureSample[]> {
  const rows: FailureSampleRow[] = await on(FAILURE_SAMPLES_TABLE)
    .where({ deployment_id: deploymentId })
    .orderBy('attempt');
  return rows.map(row => ({
    stepId: row.step_id,
    attempt: row.attempt,
    check: row.check_name,
    at: readNumber(row.at),
    ...(JSON.parse(row.sample) as FailureSample),
  }));
}
