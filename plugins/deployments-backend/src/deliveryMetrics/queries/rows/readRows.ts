import type {
  DoraMetricName,
  DoraRow,
} from '@slipway/backstage-plugin-deployments-common';
import { InputError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { Database } from '../../../persistence/database';
import type { BigIntColumn } from '../../../persistence/columns';
import { readNumber } from '../../../persistence/columns';
import type { ReasonCounts } from '../../definitions/metricValues';
import { changeRows } from './changeRows';
import { deploymentRows } from './deploymentRows';
import { recoveryRows } from './recoveryRows';
import type { RollupCounts } from '../rollupReads';
import { countFromRollups, includesNearlyAllRows } from '../rollupReads';
import type { Found, RowSource, RowsRequest } from './rowSource';

export type { RowsRequest } from './rowSource';

export interface RowsPage {
  items: DoraRow[];
  nextCursor?: string;
}

/** Reads the rows of a metric, newest first. */
export async function readRows(
  database: Database,
  request: RowsRequest,
): Promise<RowsPage> {
  const source = getSource(request.metric);
  const { knex } = database;
  // Each part is limited separately, so that an index returns its newest rows without reading the others.
  const [first, ...more] = source
    .rows(knex, request)
    .map(part => newest(part, request));
  const found: Found[] = await (more.length === 0
    ? first
    : createOrderedFinder(
        knex.from(
          knex
            .from(first.as('part'))
            .unionAll(more.map(part => knex.from(part.as('part'))))
            .as('rows'),
        ),
        request,
      ));
  const page = found.slice(0, request.limit);
  const last = page[page.length - 1];
  const items = await source.present(database, page, request);
  return {
    items,
    ...(found.length > request.limit && last
      ? { nextCursor: encodeCursor(readNumber(last.at), last.key) }
      : {}),
  };
}

/** Limits a query to the rows of one page after the cursor, plus one. */
function newest(
  rows: Knex.QueryBuilder,
  request: RowsRequest,
): Knex.QueryBuilder {
  if (request.counted !== undefined) rows.where('counted', request.counted);
  if (request.reason !== undefined) rows.where('reason', request.reason);
  if (request.cursor !== undefined) {
    const { at, key } = decodeCursor(request.cursor);
    rows
      .where('at', '<=', at)
      .where(before => before.where('at', '<', at).orWhere('key', '<', key));
  }
  return createOrderedFinder(rows, request);
}

function createOrderedFinder(
  rows: Knex.QueryBuilder,
  { limit }: RowsRequest,
): Knex.QueryBuilder {
  return rows
    .orderBy([
      { column: 'at', order: 'desc' },
      { column: 'key', order: 'desc' },
    ])
    .limit(limit + 1);
}

/** Counts the rows that count and those that do not, independent of the page. */
export async function countRows(
  database: Database,
  request: Pick<RowsRequest, 'metric' | 'filter' | 'span'>,
): Promise<{ counted: number; excluded: number }> {
  const compressed = includesNearlyAllRows(request.filter)
    ? await countFromRollups(database, request.filter, request.span)
    : undefined;
  if (compressed) return listTotals(compressed, request.metric);
  const totals: { counted: boolean | number; n: BigIntColumn }[] = [];
  for (const part of getSource(request.metric).rows(database.knex, request)) {
    totals.push(
      ...(await part.groupBy('counted').select('counted').count({ n: '*' })),
    );
  }
  const of = (wanted: boolean) =>
    totals
      .filter(({ counted }) => Boolean(counted) === wanted)
      .reduce((sum, { n }) => sum + readNumber(n), 0);
  return { counted: of(true), excluded: of(false) };
}

function listTotals(
  { deployments, changes, recoveries }: RollupCounts,
  metric: DoraMetricName,
): { counted: number; excluded: number } {
  const of = ({ n, excluded }: { n: number; excluded: ReasonCounts }) => ({
    counted: n,
    excluded: computeSum(excluded),
  });
  switch (metric) {
    case 'deployment-frequency':
      return of(deployments.delivery);
    case 'change-lead-time': {
      const { counted, excluded } = of(changes);
      return {
        counted,
        excluded: excluded + computeSum(deployments.withoutLeadTimes),
      };
    }
    case 'change-fail-rate':
      return of(deployments.failRate);
    case 'recovery-time':
      return of(recoveries);
    case 'rework-rate':
      return of(deployments.rework);
    default: {
      const unknown: never = metric;
      throw new Error(`Unknown metric ${unknown}`);
    }
  }
}

function computeSum(counts: ReasonCounts): number {
  return Object.values(counts).reduce((sum, n) => sum + n, 0);
}

function getSource(metric: DoraMetricName): RowSource {
  switch (metric) {
    case 'deployment-frequency':
      return deploymentRows('delivery_counted', 'delivery_reason');
    case 'change-fail-rate':
      return deploymentRows('rate_counted', 'rate_reason');
    case 'rework-rate':
      return deploymentRows('rework_counted', 'rework_reason');
    case 'change-lead-time':
      return changeRows;
    case 'recovery-time':
      return recoveryRows;
    default: {
      const unknown: never = metric;
      throw new Error(`Unknown metric ${unknown}`);
    }
  }
}

function encodeCursor(at: number, key: string): string {
  return Buffer.from(JSON.stringify([at, key])).toString('base64url');
}

function decodeCursor(cursor: string): { at: number; key: string } {
  try {
    const [at, key]: unknown[] = JSON.parse(
      Buffer.from(cursor, 'base64url').toString('utf8'),
    );
    const isKey = typeof key === 'string' && !key.includes('\u0000');
    if (typeof at === 'number' && Number.isSafeInteger(at) && isKey) {
      return { at, key };
    }
  } catch {
    // The error follows below.
  }
  throw new InputError(
    'cursor: not from this list; leave it out to start from the beginning',
  );
}
