import { InputError } from '@backstage/errors';

/**
 * More than any golden path's input needs. Without a limit, recursive code that reads the body would overflow the
 * stack.
 */
const MAX_DEPTH = 32;

/**
 * Rejects bodies with NUL characters, which the databases cannot store, or with too deep nesting. Throws InputError
 * with the path of the field.
 */
export function requirePlainBody(body: unknown): void {
  const left: { value: unknown; path: string; depth: number }[] = [
    { value: body, path: 'body', depth: 0 },
  ];
  // Not recursive, because the caller chooses the depth.
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

/** Like {@link requirePlainBody}, for the URL's path and query as sent. */
export function requirePlainUrl(url: string): void {
  if (/%00/.test(url)) {
    throw new InputError(
      'The URL contains a NUL byte (%00), which no name can contain. Remove it.',
    );
  }
}

function requireNoNul(value: unknown, path: string): void {
  if (typeof value === 'string' && value.includes('\u0000')) {
    throw new InputError(`${path} must not contain a NUL character`);
  }
}
