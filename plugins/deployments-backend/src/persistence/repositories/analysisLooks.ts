import { setImmediate } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { Look } from '../../domain/analysis/look';
import type { BigIntColumn } from '../columns';
import { readNumber } from '../columns';

/** An attempt of a step, whose looks belong together. */
export interface AnalysedAttempt {
  deploymentId: string;
  stepId: string;
  attempt: number;
}

interface LookRow {
  number: number;
  analysis: string;
  from_at: BigIntColumn;
  to_at: BigIntColumn;
  weight: number | string;
  weight_since: BigIntColumn;
  last_step: boolean | number;
  time_is_up: boolean | number;
  metrics: string;
}

export const LOOKS_TABLE = 'analysis_looks';

/** A look with the name of its analysis. */
export type StoredLook = Look & { analysis: string };

/** Adds a look, unless another process has already stored one with this number. */
export async function insertLook(
  on: Knex,
  attempt: AnalysedAttempt,
  look: StoredLook,
): Promise<void> {
  await on(LOOKS_TABLE)
    .insert({
      ...toColumns(attempt),
      number: look.number,
      analysis: look.analysis,
      from_at: look.from,
      to_at: look.to,
      weight: look.weight,
      weight_since: look.weightSince,
      last_step: look.lastStep,
      time_is_up: look.timeIsUp,
      metrics: JSON.stringify(look.metrics),
    })
    .onConflict(['deployment_id', 'step_id', 'attempt', 'number'])
    .ignore();
}

/** How many looks are read and parsed without a pause. Each may have 50 metrics. */
const CHUNK = 100;

/** Returns the looks of an attempt after a number, in their order. Reads them in chunks, between which others can go on. */
export async function readLooks(
  on: Knex,
  attempt: AnalysedAttempt,
  after: number = 0,
): Promise<StoredLook[]> {
  const looks: StoredLook[] = [];
  for (;;) {
    const rows: LookRow[] = await on(LOOKS_TABLE)
      .where(toColumns(attempt))
      .where('number', '>', looks.at(-1)?.number ?? after)
      .orderBy('number')
      .limit(CHUNK);
    looks.push(...rows.map(toLook));
    if (rows.length < CHUNK) return looks;
    await setImmediate();
  }
}

function toLook(row: LookRow): StoredLook {
  return {
    number: row.number,
    analysis: row.analysis,
    from: readNumber(row.from_at),
    to: readNumber(row.to_at),
    weight: Number(row.weight),
    weightSince: readNumber(row.weight_since),
    lastStep: Boolean(row.last_step),
    timeIsUp: Boolean(row.time_is_up),
    metrics: JSON.parse(row.metrics),
  };
}

/** Lists the last attempt of each step of a deployment that an analysis with this name has judged. */
export async function listAnalysedSteps(
  on: Knex,
  deploymentId: string,
  analysis: string,
): Promise<AnalysedAttempt[]> {
  const rows: { step_id: string; attempt: number | string }[] = await on(
    LOOKS_TABLE,
  )
    .where({ deployment_id: deploymentId, analysis })
    .groupBy('step_id')
    .orderBy('step_id')
    .select('step_id')
    .max({ attempt: 'attempt' });
  return rows.map(row => ({
    deploymentId,
    stepId: row.step_id,
    attempt: Number(row.attempt),
  }));
}

function toColumns({ deploymentId, stepId, attempt }: AnalysedAttempt) {
  return { deployment_id: deploymentId, step_id: stepId, attempt };
}
