import type { z } from 'zod';

/**
 * Describes what is wrong, one sentence per mistake, starting with its config path. Values are never repeated, because they
 * may be secrets.
 *
 * @param root - Path of the object that was parsed; empty if it has none.
 */
export function describeMistakes(error: z.ZodError, root = ''): string[] {
  return error.issues.map(issue => {
    const path = [...(root ? [root] : []), ...issue.path.map(String)].join('.');
    const mistake = describeIssue(issue);
    return path ? `${path}: ${mistake}` : mistake;
  });
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const message = issue.message.replace(/^Invalid input: /, '');
  switch (issue.code) {
    case 'unrecognized_keys':
      return `unknown key ${issue.keys.map(key => `"${key}"`).join(', ')}`;
    case 'invalid_type':
      return message.endsWith('received undefined')
        ? `missing, expected ${issue.expected} (is a \${VARIABLE} unset?)`
        : message;
    case 'invalid_key':
      return issue.issues[0]?.message ?? message;
    default:
      return message;
  }
}
