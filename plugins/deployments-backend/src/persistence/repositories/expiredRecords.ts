import type { Knex } from 'knex';
import type { BigIntColumn } from '../columns';
import { readNumber, readOptionalNumber } from '../columns';
import { LOOKS_TABLE } from './analysisLooks';
import { DEPLOYMENTS_TABLE } from './deployments';
import { FAILURE_SAMPLES_TABLE } from './failureSamples';

/**
 * The records of finished deployments that retention removes. Events, audit entries and the deployments themselves
 * stay forever.
 */
export type Removable = 'logs' | 'measurements';

/** How far retention has come. Deployments are processed in the order in which they finished. */
export interface Progress {
  finishedAt: number;
  deploymentId: string;
}

const TABLE = 'retention';
const TABLES_OF: Record<Removable, readonly string[]> = {
  logs: ['step_logs'],
  // Looks are measurements of both versions, and samples show why a measurement failed.
  measurements: ['measurements', LOOKS_TABLE, FAILURE_SAMPLES_TABLE],
};
const REMOVED_AT = {
  logs: 'logs_removed_at',
  measurements: 'measurements_removed_at',
} as const satisfies Record<Removable, string>;

/** Returns the next deployments that finished before a time, the oldest first. */
export async function findFinished(
  on: Knex,
  options: { after: Progress | undefined; before: number; limit: number },
): Promise<Progress[]> {
  const { after, before, limit } = options;
  const query = on(DEPLOYMENTS_TABLE)
    // Made-up deployments have no such records.
    .where({ demo: false })
    .where('finished_at', '<', before)
    .orderBy(['finished_at', 'id'])
    .limit(limit);
  if (after) {
    const { finishedAt, deploymentId } = after;
    query
      .where('finished_at', '>=', finishedAt)
      .where(later =>
        later
          .where('finished_at', '>', finishedAt)
          .orWhere('id', '>', deploymentId),
      );
  }
  const rows: { id: string; finished_at: BigIntColumn }[] = await query.select(
    'id',
    'finished_at',
  );
  return rows.map(row => ({
    finishedAt: readNumber(row.finished_at),
    deploymentId: row.id,
  }));
}

/** Removes some rows of a deployment and stores the time of removal. Returns the number of rows, at most `limit`. */
export async function removeRows(
  trx: Knex.Transaction,
  what: Removable,
  deploymentId: string,
  options: { now: number; limit: number },
): Promise<number> {
  let rows = 0;
  for (const table of TABLES_OF[what]) {
    rows += await trx(table)
      .whereIn(
        'seq',
        trx(table)
          .where({ deployment_id: deploymentId })
          .orderBy('seq')
          .limit(options.limit - rows)
          .select('seq'),
      )
      .delete();
  }
  if (rows > 0) {
    await trx(DEPLOYMENTS_TABLE)
      .where({ id: deploymentId })
      .whereNull(REMOVED_AT[what])
      .update({ [REMOVED_AT[what]]: options.now });
  }
  return rows;
}

export async function readProgress(
  on: Knex,
  what: Removable,
): Promise<Progress | undefined> {
  const row: { finished_at: BigIntColumn; deployment_id: string } | undefined =
    await on(TABLE).where({ what }).first('finished_at', 'deployment_id');
  return (
    row && {
      finishedAt: readNumber(row.finished_at),
      deploymentId: row.deployment_id,
    }
  );
}

export async function saveProgress(
  on: Knex,
  what: Removable,
  progress: Progress,
): Promise<void> {
  await on(TABLE)
    .insert({
      what,
      finished_at: progress.finishedAt,
      deployment_id: progress.deploymentId,
    })
    .onConflict('what')
    .merge();
}

/** When retention removed records of a deployment, in epoch milliseconds; absent if it removed none. */
export interface RemovedRecords {
  logsAt?: number;
  measurementsAt?: number;
}

export async function readRemoved(
  on: Knex,
  deploymentId: string,
): Promise<RemovedRecords> {
  const row:
    | Record<(typeof REMOVED_AT)[Removable], BigIntColumn | null>
    | undefined = await on(DEPLOYMENTS_TABLE)
    .where({ id: deploymentId })
    .first(Object.values(REMOVED_AT));
  return {
    logsAt: readOptionalNumber(row?.logs_removed_at),
    measurementsAt: readOptionalNumber(row?.measurements_removed_at),
  };
}
