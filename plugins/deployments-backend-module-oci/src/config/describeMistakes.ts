import type { z } from 'zod';

/** All keys of the configuration, for suggestions. */
const KNOWN_KEYS = [
  'registries',
  'repository',
  'tags',
  'refresh',
  'match',
  'newest',
  'username',
  'password',
  'ca',
  'insecure',
];

/**
 * Describes what is wrong, one sentence per mistake, starting with its config path. Values are never repeated, because they
 * may be secrets.
 *
 * @param root - Path of the object that was parsed.
 */
export function describeMistakes(error: z.ZodError, root: string): string[] {
  return error.issues.map(
    issue =>
      `${[root, ...issue.path.map(String)].join('.')}: ${describeIssue(issue)}`,
  );
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const message = issue.message.replace(/^Invalid input: /, '');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys
        .map(key => `unknown key "${key}"${suggestKey(key)}`)
        .join(', ');
    case 'invalid_type':
      return message.endsWith('received undefined')
        ? `missing, expected ${issue.expected} (is a \${VARIABLE} unset?)`
        : message;
    default:
      return message;
  }
}

function suggestKey(given: string): string {
  const near = KNOWN_KEYS.find(
    key => countEdits(given.toLowerCase(), key) <= 2,
  );
  return near ? `; did you mean "${near}"?` : '';
}

/** Levenshtein distance. */
function countEdits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(
        Math.min(
          (next[j] ?? 0) + 1,
          (row[j + 1] ?? 0) + 1,
          (row[j] ?? 0) + (letter === other ? 0 : 1),
        ),
      );
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
