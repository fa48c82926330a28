import { InputError } from '@backstage/errors';

/** More than any input of a golden path needs; without an end to it, whoever walks through the body runs out of stack. */
const MAX_DEPTH = 32;

/**
 * Refuses what no field may hold, and the databases would refuse with an error of their own. Throws InputError with the
 * field's path.
 */
export function requirePlainBody(body: unknown): void {
  const left: { value: unknown; path: string; depth: number }[] = [
    { value: body, path: 'body', depth: 0 },
  ];
  // Not by recursion: how deep it is nested is the caller's choice.
  for (let next = left.pop(); next; next = left.pop()) {
    const { value, path, depth } = next;
    requireNoNul(value, path);
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= MAX_DEPTH) {
      throw new InputError(
        `The request body is nested deeper than ${MAX_DEPTH} levels`,
      );
    }
    for (const [key, part] of Object.entries(value)) {
      requireNoNul(key, `a key of ${path}`);
      left.push({ value: part, path: `${path}/${key}`, depth: depth + 1 });
    }
  }
}

/** As {@link requirePlainBody}, for the path and the query as they were sent. */
export function requirePlainUrl(url: string): void {
  if (/%00/.test(url)) {
    throw new InputError(
      'The URL holds a NUL byte (%00), which nothing here is named by',
    );
  }
}

function requireNoNul(value: unknown, path: string): void {
  if (typeof value === 'string' && value.includes('\u0000')) {
    throw new InputError(`${path} must not hold a NUL character`);
  }
}
