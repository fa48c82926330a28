import { InputError } from '@backstage/errors';

/** The catalog's own cursors are not used because they contain the query, which a caller could change. */
export function encodeOffset(offset: number): string {
  return Buffer.from(JSON.stringify([offset])).toString('base64url');
}

/** Throws InputError if a cursor isn't one of {@link encodeOffset}. */
export function decodeOffset(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  try {
    const [offset] = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Number.isSafeInteger(offset) && offset >= 0) return offset;
  } catch {
    // Not a cursor: handled below.
  }
  throw new InputError(
    'cursor does not come from this list. Start again without a cursor.',
  );
}
