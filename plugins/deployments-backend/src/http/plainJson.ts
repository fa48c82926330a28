import { stripControls } from '@slipway/backstage-plugin-deployments-node';

/** Matches control characters as JSON writes them. */
const ESCAPED_CONTROL = /\\u00(?:[01][0-9a-f]|7f|[89][0-9a-f])|[\x7f-\x9f]/;

/**
 * Removes control characters from all texts of a body, because people read responses with curl in terminals that would
 * act on them. Texts of old rows and of services may contain any. Returns the same object if there are none.
 */
export function withoutControls<T>(body: T): T {
  const text = JSON.stringify(body);
  return text !== undefined && ESCAPED_CONTROL.test(text)
    ? JSON.parse(text, (_key, value: unknown) =>
        typeof value === 'string' ? stripControls(value) : value,
      )
    : body;
}
