import type { z } from 'zod';

function formatPath(root: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const key = String(part);
    if (!text) return key;
    return /^[\w-]+$/.test(key) ? `${text}.${key}` : `${text}['${key}']`;
  }, root);
}

function describeIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `unknown key${issue.keys.length > 1 ? 's' : ''} ${issue.keys
        .map(key => `'${key}'`)
        .join(', ')}`;
    case 'invalid_type':
      return issue.message.endsWith('received undefined')
        ? `missing, expected ${issue.expected} (is a \${VARIABLE} unset?)`
        : issue.message.replace(/^Invalid input: /, '');
    default:
      return issue.message.replace(/^Invalid input: /, '');
  }
}

/** Describes what is wrong, one sentence per mistake, starting with its config path. */
export function describeIssues(error: z.ZodError, root = ''): string[] {
  return error.issues.map(issue => {
    const where = formatPath(root, issue.path);
    return where ? `${where}: ${describeIssue(issue)}` : describeIssue(issue);
  });
}
