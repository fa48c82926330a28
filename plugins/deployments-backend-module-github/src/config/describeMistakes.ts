import type { z } from 'zod';
import { findNearest } from './findNearest';

/**
 * Describes what is wrong, one sentence per mistake, starting with its path. Values are never repeated, because they may be
 * secrets.
 *
 * @param known - The keys that exist at the top.
 */
export function describeMistakes(
  error: z.ZodError,
  known: readonly string[],
): string[] {
  return error.issues.map(issue => {
    const path = issue.path.map(String).join('.');
    const mistake = describeIssue(issue, path ? [] : known);
    return path ? `${path}: ${mistake}` : mistake;
  });
}

function describeIssue(
  issue: z.core.$ZodIssue,
  known: readonly string[],
): string {
  const message = issue.message.replace(/^Invalid input: /, '');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys
        .map(key => {
          const near = findNearest(key, known);
          return `unknown key "${key}"${
            near ? `; did you mean "${near}"?` : ''
          }`;
        })
        .join(', ');
    case 'invalid_type':
      return message.endsWith('received undefined')
        ? `missing, expected ${issue.expected}`
        : message;
    default:
      return message;
  }
}
