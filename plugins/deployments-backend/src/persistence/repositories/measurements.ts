import type { Measurement } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import { WATCH_STEP_ID } from '../../domain/watch/storedWatch';
import type { BigIntColumn } from '../columns';
import {
  readNumber,
  readOptionalJson,
  readOptionalNumber,
  readOptionalText,
  writeOptionalJson,
} from '../columns';
import { insertRows } from '../insertRows';

export interface NewMeasurement extends Omit<Measurement, 'seq' | 'at'> {
  atMs: number;
  attempt: number;
}

interface MeasurementRow {
  seq: BigIntColumn;
  deployment_id: string;
  step_id: string;
  attempt: number;
  check_name: string;
  at: BigIntColumn;
  value: number | string | null;
  text: string | null;
  unit: string | null;
  samples: number | null;
  baseline_value: number | string | null;
  baseline_samples: number | null;
  subject: string | null;
  outcome: Measurement['outcome'];
  message: string | null;
  sentences: string | null;
}

const TABLE = 'measurements';

export async function appendMeasurements(
  on: Knex,
  deploymentId: string,
  measurements: NewMeasurement[],
): Promise<void> {
  await insertRows(
    on,
    TABLE,
    measurements.map(it => ({
      deployment_id: deploymentId,
      step_id: it.stepId,
      attempt: it.attempt,
      check_name: it.check,
      at: it.atMs,
      value: it.value ?? null,
      text: it.text?.slice(0, 500) ?? null,
      unit: it.unit ?? null,
      samples: it.samples ?? null,
      baseline_value: it.baseline?.value ?? null,
      baseline_samples: it.baseline?.samples ?? null,
      subject: it.measurementTarget ?? null,
      outcome: it.outcome,
      message: it.message ?? null,
      sentences: writeOptionalJson(it.sentences),
    })),
  );
}

function readBaseline(row: MeasurementRow): Measurement['baseline'] {
  const value = readOptionalNumber(row.baseline_value);
  return value === undefined
    ? undefined
    : { value, samples: row.baseline_samples ?? undefined };
}

/** Returns the measurements, oldest first; without a `stepId`, those of all steps but not those of the watch. */
export async function readMeasurements(
  on: Knex,
  deploymentId: string,
  options: { stepId?: string; attempt?: number; afterSeq: number },
): Promise<(Measurement & { atMs: number })[]> {
  const query = on<MeasurementRow>(TABLE)
    .where({ deployment_id: deploymentId })
    .where('seq', '>', options.afterSeq)
    .orderBy('seq');
  if (options.stepId === undefined) {
    // A watch measures for hours, and no page shows its single measurements.
    query.whereNot('step_id', WATCH_STEP_ID);
  } else {
    query.where('step_id', options.stepId);
  }
  if (options.attempt !== undefined) {
    query.where('attempt', options.attempt);
  }
  const rows = await query;
  return rows.map(row => {
    const atMs = readNumber(row.at);
    return {
      seq: readNumber(row.seq),
      stepId: row.step_id,
      check: row.check_name,
      atMs,
      at: new Date(atMs).toISOString(),
      value: readOptionalNumber(row.value),
      text: readOptionalText(row.text),
      unit: readOptionalText(row.unit),
      samples: row.samples ?? undefined,
      baseline: readBaseline(row),
      measurementTarget: readOptionalText(row.subject),
      outcome: row.outcome,
      message: readOptionalText(row.message),
      sentences: readOptionalJson(row.sentences),
    };
  });
}
