import { InputError } from '@backstage/errors';

/** The end of a page: the sort key of its last row. */
export interface Position {
  at: number;
  id: string;
}

function encodeCursor(position: Position): string {
  return Buffer.from(JSON.stringify([position.at, position.id])).toString(
    'base64url',
  );
}

export function decodeCursor(cursor: string): Position {
  try {
    const [at, id] = JSON.parse(
      Buffer.from(cursor, 'base64url').toString('utf8'),
    );
    const isText = typeof id === 'string' && !id.includes('\u0000');
    if (Number.isSafeInteger(at) && isText) {
      return { at, id };
    }
  } catch {
    // Falls through to the error below.
  }
  throw new InputError(
    "The cursor is not from this list; start again without 'cursor'",
  );
}

/** Builds a page from rows that were read with a limit of one more than the page size. */
export function page<T>(
  rows: T[],
  limit: number,
  getPosition: (row: T) => Position,
): { items: T[]; nextCursor?: string } {
  if (rows.length <= limit) {
    return { items: rows };
  }
  const items = rows.slice(0, limit);
  return { items, nextCursor: encodeCursor(getPosition(items[limit - 1])) };
}
