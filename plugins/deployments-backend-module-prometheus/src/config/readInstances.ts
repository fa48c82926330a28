import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { instanceSchema, type InstanceConfig } from './instanceSchema';

const schema = z.strictObject({
  instances: z.record(z.string().min(1).max(100), instanceSchema),
});

/**
 * Reads the instances of a section of app-config by name. Returns `undefined` if the section is absent.
 *
 * @param root - `deployments.prometheus` or `deployments.alertmanager`.
 * @throws InputError that lists all mistakes with their config paths, without values, because these may be secrets.
 */
export function readInstances(
  config: Config,
  root: string,
): Record<string, InstanceConfig> | undefined {
  const raw = config.getOptional(root);
  if (raw === undefined || raw === null) return undefined;
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data.instances;
  const mistakes = parsed.error.issues.map(
    issue =>
      `  ${[root, ...issue.path.map(String)].join('.')}: ${describeIssue(
        issue,
      )}`,
  );
  throw new InputError(
    `The configuration has ${
      mistakes.length === 1 ? 'a mistake' : `${mistakes.length} mistakes`
    }:\n${mistakes.join('\n')}`,
  );
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const message = issue.message.replace(/^Invalid input: /, '');
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = issue.path.length === 0 ? schema : instanceSchema;
      return `unknown key ${issue.keys
        .map(key => `"${key}"`)
        .join(', ')}; known: ${Object.keys(known.shape).join(', ')}`;
    }
    case 'invalid_type':
      return message.endsWith('received undefined')
        ? `missing, expected ${issue.expected} (is a \${VARIABLE} unset?)`
        : message;
    default:
      return message;
  }
}
