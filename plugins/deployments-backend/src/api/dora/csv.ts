import { once } from 'node:events';
import type {
  DoraMetricName,
  DoraRow,
} from '@slipway/backstage-plugin-deployments-common';
import { type Stringifier, stringify } from 'csv-stringify';
import type { Response } from 'express';
import type { Caller } from '../../engine/service';
import type { DoraContext } from './context';
import type { AskedRows } from './metrics';
import { rowsOf } from './metrics';
import { readSelection } from './selection';

const PAGE = 500;

/** In the order of the columns. Times are RFC 3339 in UTC, `value` is milliseconds. */
const COLUMNS = [
  'type',
  'id',
  'service',
  'environment',
  'at',
  'counted',
  'hit',
  'reason',
  'why',
  'value',
  'settling',
  'repeated',
  'title',
  'url',
  'version',
  'kind',
  'hotfix',
  'outcome',
  'deployment',
  'source',
  'ownerGroup',
  'system',
  'startedAt',
  'finishedAt',
  'authoredAt',
  'incidents',
  'demo',
] as const satisfies readonly (keyof DoraRow)[];

/** All rows that a metric looked at, newest first, as they are read: a year of them does not fit into memory. */
export async function writeRows(
  context: DoraContext,
  caller: Caller,
  metric: DoraMetricName,
  { counted, reason, ...asked }: AskedRows,
  res: Response,
): Promise<void> {
  const selection = await readSelection(context, caller, asked);
  const request = rowsOf(metric, selection, { counted, reason });
  const { reads } = context.dora;
  // What is wrong shows before the answer begins.
  let page = await reads.page({ ...request, limit: PAGE });
  res.status(200).set({
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${metric}.csv"`,
    'Cache-Control': 'no-store',
  });
  const csv = stringify({
    header: true,
    columns: [...COLUMNS],
    // Titles and versions are what anybody told us: a spreadsheet must not run them.
    escape_formulas: true,
    record_delimiter: 'windows',
    cast: { boolean: value => String(value) },
  });
  csv.pipe(res);
  try {
    while (await written(csv, page.items, res)) {
      if (page.nextCursor === undefined) {
        csv.end();
        return;
      }
      page = await reads.page({
        ...request,
        limit: PAGE,
        cursor: page.nextCursor,
      });
    }
  } catch (error) {
    // A file that ends early must not look whole.
    res.destroy();
    throw error;
  }
}

/** False: nobody reads it any more. */
async function written(
  csv: Stringifier,
  rows: readonly DoraRow[],
  res: Response,
): Promise<boolean> {
  for (const row of rows) {
    const isFull = !csv.write(recordOf(row));
    if (res.destroyed) return false;
    if (isFull) await drained(csv, res);
  }
  return true;
}

async function drained(csv: Stringifier, res: Response): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    await Promise.race([
      once(csv, 'drain', { signal }),
      once(res, 'close', { signal }),
    ]);
  } finally {
    waiting.abort();
  }
}

function recordOf(row: DoraRow) {
  return {
    ...row,
    incidents: row.incidents
      ?.map(({ role, origin, title }) => `${role} (${origin}): ${title}`)
      .join('; '),
  };
}
