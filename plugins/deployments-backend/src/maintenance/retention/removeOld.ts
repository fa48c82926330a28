import type { Database } from '../../persistence/database';
import { removeDeadLetters } from '../../deliveryMetrics/persistence/deadLetterRows';
import type {
  Progress,
  Removable,
} from '../../persistence/repositories/expiredRecords';
import {
  findFinished,
  readProgress,
  removeRows,
  saveProgress,
} from '../../persistence/repositories/expiredRecords';
import { findOldestStart } from '../../persistence/repositories/watches';

/** Rows per transaction: so few that nobody notices on SQLite, where everyone waits for one connection. */
const ROWS_PER_BATCH = 500;
const DEPLOYMENTS_PER_BATCH = 100;
/** Pause after a transaction that removed something, so that others get the connection. */
const PAUSE_MS = 20;

/**
 * Removes dead letters of other pipelines that arrived more than `keepForMs` ago. Returns the number of events. If it
 * is interrupted, the next run continues.
 */
export async function removeOldDeadLetters(
  database: Database,
  keepForMs: number,
  signal: AbortSignal,
): Promise<number> {
  const before = (await database.now(database.knex)) - keepForMs;
  let total = 0;
  let rows = 0;
  do {
    rows = await database.transaction(trx =>
      removeDeadLetters(trx, { before, limit: ROWS_PER_BATCH }),
    );
    total += rows;
    if (rows > 0) await pause();
  } while (rows === ROWS_PER_BATCH && !signal.aborted);
  return total;
}

function pause(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, PAUSE_MS));
}

export interface Removed {
  rows: number;
  /** Number of deployments that lost records. */
  deployments: number;
}

/**
 * Removes one kind of record from all deployments that finished more than `keepForMs` ago. It can be interrupted at
 * any moment, by the signal or by a crash; the next run continues from there. Measurements stay while a watch of that
 * deployment, or of one that finished before, is open.
 */
export async function removeOld(
  database: Database,
  what: Removable,
  keepForMs: number,
  signal: AbortSignal,
): Promise<Removed> {
  const { knex } = database;
  const now = await database.now(knex);
  // Each deployment is visited once, so not while its watch still adds measurements.
  const watchedSince =
    what === 'measurements' ? await findOldestStart(knex) : undefined;
  const before = Math.min(now - keepForMs, watchedSince ?? now);
  const removed: Removed = { rows: 0, deployments: 0 };
  let after = await readProgress(knex, what);
  for (;;) {
    const finished = await findFinished(knex, {
      after,
      before,
      limit: DEPLOYMENTS_PER_BATCH,
    });
    let done: Progress | undefined;
    for (const deployment of finished) {
      const rows = await removeAll(deployment.deploymentId);
      if (rows > 0) {
        removed.rows += rows;
        removed.deployments += 1;
      }
      if (signal.aborted) {
        break;
      }
      done = deployment;
    }
    if (done) {
      await saveProgress(knex, what, done);
      after = done;
    }
    if (signal.aborted || finished.length < DEPLOYMENTS_PER_BATCH) {
      return removed;
    }
  }

  async function removeAll(id: string): Promise<number> {
    let total = 0;
    let rows = 0;
    do {
      rows = await database.transaction(trx =>
        removeRows(trx, what, id, { now, limit: ROWS_PER_BATCH }),
      );
      total += rows;
      if (rows > 0) {
        await pause();
      }
    } while (rows === ROWS_PER_BATCH && !signal.aborted);
    return total;
  }
}
