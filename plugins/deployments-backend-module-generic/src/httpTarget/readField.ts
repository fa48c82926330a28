import type { JsonValue } from '@backstage/types';

/** The value at a dotted path, e.g. `job.state`; `undefined` if there is none. An empty path is the document itself. */
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

/** The text, number or boolean at a dotted path as text. */
export function readText(
  document: JsonValue | undefined,
  path: string,
): string | undefined {
  const value = readField(document, path);
  return value === undefined || value === null || typeof value === 'object'
    ? undefined
    : String(value);
}
