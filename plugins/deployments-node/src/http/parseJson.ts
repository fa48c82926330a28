import type { JsonValue } from '@backstage/types';

/**
 * Parses a text as JSON; `undefined` if it isn't.
 *
 * @public
 */
export function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
