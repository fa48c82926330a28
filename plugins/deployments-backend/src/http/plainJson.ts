import { stripControls } from '@slipway/backstage-plugin-deployments-node';

/** How JSON writes the characters that a terminal acts on. */
const ESCAPED_CONTROL = /\\u00(?:[01][0-9a-f]|7f|[89][0-9a-f])|[\x7f-\x9f]/;

/**
 * A body without what a terminal would act on, for those who read answers with curl: texts of old rows, and of services,
 * may hold anything. Bodies without any are returned as they are.
 */
export function withoutControls<T>(body: T): T {
  const text = JSON.stringify(body);
  return text !== undefined && ESCAPED_CONTROL.test(text)
    ? JSON.parse(text, (_key, value: unknown) =>
        typeof value === 'string' ? stripControls(value) : value,
      )
    : body;
}
