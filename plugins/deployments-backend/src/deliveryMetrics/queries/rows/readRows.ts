import type { DoraRow } from '@slipway/backstage-plugin-deployments-common';
import { InputError } from '@backstage/errors';
import type { Knex } from 'knex';
import type { Database } from '../../../persistence/database';
import { readNumber } from '../../../persistence/columns';
import { getRowSource } from './getRowSource';
import type { Found, RowsRequest } from './rowSource';

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
  const source = getRowSource(request.metric);
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
