import type { JsonValue } from '@backstage/types';

/**
 * Returns the value at a dotted path, such as `job.state`; `undefined` if there is none. A number selects an item of a list. An
 * empty path is the document itself.
 *
 * @public
 */
export function readField(
  document: JsonValue | undefined,
  path: string,
): JsonValue | undefined {
  if (path === '') return document;
  return path.split('.').reduce<JsonValue | undefined>((value, key) => {
    if (value === null || typeof value !== 'object') return undefined;
    if (Array.isArray(value)) return value[Number(key)];
    return Object.hasOwn(value, key) ? value[key] : undefined;
  }, document);
}

/**
 * Returns the text, number or boolean at a dotted path as text; `undefined` if there is none.
 *
 * @public
 */
export function readText(
  document: JsonValue | undefined,
  path: string,
): string | undefined {
  const value = readField(document, path);
  return value === undefined || value === null || typeof value === 'object'
    ? undefined
    : String(value);
}
