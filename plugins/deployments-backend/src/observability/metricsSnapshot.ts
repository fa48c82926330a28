import type {
  DeploymentStatus,
  EngineFigures,
} from '@slipway/backstage-plugin-deployments-common';
import { summarizeUnsealed } from '../persistence/repositories/auditEntries';
import type { Database } from '../persistence/database';
import {
  countActive,
  countFinished,
  countLate,
} from '../persistence/repositories/engineRows';
import { summarizeDue } from '../persistence/ownership/leases';
import { summarizeOutbox } from '../persistence/repositories/outbox';
import { readReplicas } from './readReplicas';

/** Figures about the engine. They are read from the tables, so every replica has the same. Durations are in milliseconds. */
export interface MetricsSnapshot extends EngineFigures {
  replicas: number;
  /** Counts by final status. */
  finishedLastHour: Partial<Record<DeploymentStatus, number>>;
  /** How long the message that has been due for longest has been waiting for a replica to deliver it. */
  outboxOverdueMs: number;
}

const HOUR_MS = 3_600_000;

/** Reads the figures with a few indexed queries, whose cost does not grow with the number of ended deployments. */
export async function readMetricsSnapshot(
  database: Database,
): Promise<MetricsSnapshot> {
  const { knex } = database;
  const now = await database.now(knex);
  const computeAge = (at: number | undefined) =>
    at === undefined ? 0 : Math.max(0, now - at);
  const due = await summarizeDue(knex, now);
  const outbox = await summarizeOutbox(knex);
  const unsealed = await summarizeUnsealed(knex);
  const replicas = await readReplicas(database, now);
  return {
    deployments: await countActive(knex),
    finishedLastHour: await countFinished(knex, now - HOUR_MS),
    late: await countLate(knex, now),
    dueWork: due.count,
    oldestDueMs: computeAge(due.oldestAt),
    outbox: outbox.count,
    outboxOldestMs: computeAge(outbox.oldestAt),
    outboxOverdueMs: computeAge(outbox.dueAt),
    unsealed: unsealed.count,
    sealLagMs: computeAge(unsealed.oldestAt),
    replicas: replicas.filter(({ alive }) => alive).length,
  };
}
