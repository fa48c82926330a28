import { setImmediate } from 'node:timers/promises';
import {
  type CsvCell,
  csvRow,
} from '@slipway/backstage-plugin-deployments-common';
import type { MetricSample } from '@slipway/backstage-plugin-deployments-node';
import type { Look } from '../../domain/analysis/look';
import { toTime } from '../../http/formatTime';

const COLUMNS = [
  'look',
  'from',
  'to',
  'weight',
  'metric',
  'version',
  'events',
  'total',
  'sum',
  'value',
  'values',
  'upperBounds',
  'counts',
  'error',
] as const;

/** How many rows are written without a pause. */
const CHUNK = 1_000;

/** Joins the rows of {@link listCsvRows}, with pauses in which other requests are served. */
export async function* streamCsv(
  looks: readonly Look[],
): AsyncIterable<string> {
  let rows: string[] = [];
  for (const row of listCsvRows(looks)) {
    rows.push(row);
    if (rows.length < CHUNK) continue;
    yield rows.join('');
    rows = [];
    await setImmediate();
  }
  yield rows.join('');
}

/** All values of all looks as CSV: one row per look, metric and version. Lists are separated by spaces. */
function* listCsvRows(looks: readonly Look[]): Iterable<string> {
  yield csvRow(COLUMNS);
  for (const { number, from, to, weight, metrics } of looks) {
    for (const [metric, read] of Object.entries(metrics)) {
      for (const version of ['candidate', 'baseline'] as const) {
        const cells: Partial<Record<(typeof COLUMNS)[number], CsvCell>> = {
          look: number,
          from: toTime(from),
          to: toTime(to),
          weight,
          metric,
          version,
          ...toCells(read[version]),
          error: read.error,
        };
        yield csvRow(COLUMNS.map(column => cells[column]));
      }
    }
  }
}

function toCells(sample: MetricSample | undefined): Record<string, CsvCell> {
  switch (sample?.type) {
    case undefined:
      return {};
    case 'samples':
      return { values: sample.values.join(' ') };
    case 'histogram':
      return {
        upperBounds: sample.upperBounds.join(' '),
        counts: sample.counts.join(' '),
      };
    case 'value':
      return { value: sample.value };
    case 'count':
      return { events: sample.events, total: sample.total };
    case 'amount':
      return { events: sample.events, total: sample.total, sum: sample.sum };
    default: {
      const unknown: never = sample;
      throw new Error(`Unknown sample: ${JSON.stringify(unknown)}`);
    }
  }
}
