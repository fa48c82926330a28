import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { ConfigPath } from './formatConfigPath';

/**
 * The parsed value, or what is wrong with it.
 *
 * @public
 */
export type Parsed<T> =
  | { success: true; data: T }
  | { success: false; issues: readonly StandardSchemaV1.Issue[] };

/**
 * Parses a value with a schema of any library that implements Standard Schema. A schema that answers asynchronously fails
 * with an issue that says so, because settings are parsed in many places that can't wait. Does not throw, unless the schema
 * does.
 *
 * @public
 */
export function parseWithSchema<T>(
  schema: StandardSchemaV1<unknown, T>,
  value: unknown,
): Parsed<T> {
  const result = schema['~standard'].validate(value);
  if (result instanceof Promise) {
    // Nobody waits for it, so its error must not end the process.
    result.catch(() => {});
    return {
      success: false,
      issues: [
        {
          message: `can't be read, because its schema (${schema['~standard'].vendor}) is asynchronous; use a synchronous one`,
        },
      ],
    };
  }
  return result.issues
    ? { success: false, issues: result.issues }
    : { success: true, data: result.value };
}

/**
 * Returns an issue's path from the parsed value; empty for the value itself.
 *
 * @public
 */
export function getIssuePath({
  path = [],
}: StandardSchemaV1.Issue): ConfigPath {
  return path.map(part => {
    const key = typeof part === 'object' ? part.key : part;
    return typeof key === 'number' ? key : String(key);
  });
}

/**
 * Lists where a value is wrong, e.g. `headers.accept, url`, without repeating values or messages, because these may contain
 * secrets.
 *
 * @public
 */
export function listIssuePaths(
  issues: readonly StandardSchemaV1.Issue[],
): string {
  const paths = issues.map(issue => getIssuePath(issue).join('.'));
  return [...new Set(paths)].join(', ');
}
