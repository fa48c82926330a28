import type { LogLine } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { BigIntColumn } from '../columns';
import { readNumber } from '../columns';
import { insertRows } from '../insertRows';
import { toLikePattern } from '../toLikePattern';

export interface NewLogLine {
  at: number;
  level: NonNullable<LogLine['level']>;
  line: string;
  /** Whether this line marks where the step's log was cut. */
  cut: boolean;
}

interface LogRow {
  seq: BigIntColumn;
  deployment_id: string;
  step_id: string;
  at: BigIntColumn;
  level: NonNullable<LogLine['level']>;
  line: string;
}

const TABLE = 'step_logs';

export async function appendLogLines(
  on: Knex,
  deploymentId: string,
  stepId: string,
  lines: NewLogLine[],
): Promise<void> {
  await insertRows(
    on,
    TABLE,
    lines.map(({ at, level, line, cut }) => ({
      deployment_id: deploymentId,
      step_id: stepId,
      at,
      level,
      line,
      bytes: Buffer.byteLength(line),
      cut,
    })),
  );
}

/** Returns the size of a step's log so far, over all its attempts. */
export async function readLogSize(
  on: Knex,
  deploymentId: string,
  stepId: string,
): Promise<{ bytes: number; cut: boolean }> {
  const written = on(TABLE).where({
    deployment_id: deploymentId,
    step_id: stepId,
  });
  const row = await written.clone().sum({ bytes: 'bytes' }).first();
  const cut = await written.clone().where({ cut: true }).first('seq');
  return { bytes: readNumber(row?.bytes ?? 0), cut: cut !== undefined };
}

export async function readLogLines(
  on: Knex,
  deploymentId: string,
  options: { stepId?: string; q?: string; afterSeq: number; limit: number },
): Promise<{ items: LogLine[]; truncated: boolean }> {
  const query = on<LogRow>(TABLE)
    .where({ deployment_id: deploymentId })
    .where('seq', '>', options.afterSeq)
    .orderBy('seq')
    .limit(options.limit);
  const cut = on(TABLE).where({ deployment_id: deploymentId, cut: true });
  if (options.stepId !== undefined) {
    query.where('step_id', options.stepId);
    cut.where('step_id', options.stepId);
  }
  if (options.q) {
    query.whereRaw(`lower(line) like ? escape '\\'`, [
      toLikePattern(options.q),
    ]);
  }
  const rows = await query;
  return {
    items: rows.map(row => ({
      seq: readNumber(row.seq),
      at: new Date(readNumber(row.at)).toISOString(),
      stepId: row.step_id,
      level: row.level,
      line: row.line,
    })),
    truncated: (await cut.first('seq')) !== undefined,
  };
}
