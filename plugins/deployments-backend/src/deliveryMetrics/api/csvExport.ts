import { once } from 'node:events';
import type {
  CsvCell,
  DoraMetricName,
  DoraRow,
} from '@slipway/backstage-plugin-deployments-common';
import { csvRow } from '@slipway/backstage-plugin-deployments-common';
import type { Response } from 'express';
import type { Caller } from '../../application/caller';
import type { DoraContext } from './doraContext';
import type { RequestedRows } from './metricsHandlers';
import { toRows } from './metricsHandlers';
import { readSelection } from './readSelection';

const PAGE = 500;

/** In the order of the columns. Times are RFC 3339 in UTC; `value` is in milliseconds. */
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

/** Streams all rows of a metric, newest first, page by page, because a year of them does not fit into memory. */
export async function writeRows(
  context: DoraContext,
  caller: Caller,
  metric: DoraMetricName,
  { counted, reason, ...asked }: RequestedRows,
  res: Response,
): Promise<void> {
  const selection = await readSelection(context, caller, asked);
  const request = toRows(metric, selection, { counted, reason });
  const { reads } = context.dora;
  // Errors have to occur before the response starts.
  let page = await reads.page({ ...request, limit: PAGE });
  res.status(200).set({
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${metric}.csv"`,
    'Cache-Control': 'no-store',
  });
  try {
    let isRead = await writeRecords([COLUMNS], res);
    for (;;) {
      isRead &&= await writeRecords(page.items.map(listCells), res);
      if (!isRead) return;
      if (page.nextCursor === undefined) break;
      page = await reads.page({
        ...request,
        limit: PAGE,
        cursor: page.nextCursor,
      });
    }
    res.end();
  } catch (error) {
    // A file that ends early must not look complete.
    res.destroy();
    throw error;
  }
}

/** Writes rows. Returns false when the client has closed the connection. */
async function writeRecords(
  rows: readonly (readonly CsvCell[])[],
  res: Response,
): Promise<boolean> {
  if (res.destroyed) return false;
  if (!res.write(rows.map(csvRow).join('')) && !res.destroyed) {
    await drained(res);
  }
  return !res.destroyed;
}

async function drained(res: Response): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    await Promise.race([
      once(res, 'drain', { signal }),
      once(res, 'close', { signal }),
    ]);
  } finally {
    waiting.abort();
  }
}

function listCells(row: DoraRow): CsvCell[] {
  const { incidents: linked, incidentCount = 0 } = row;
  const more = incidentCount - (linked?.length ?? 0);
  const incidents = linked
    ?.map(({ role, origin, title }) => `${role} (${origin}): ${title}`)
    .concat(more > 0 ? [`and ${more} more`] : [])
    .join('; ');
  return COLUMNS.map(column =>
    column === 'incidents' ? incidents : row[column],
  );
}
