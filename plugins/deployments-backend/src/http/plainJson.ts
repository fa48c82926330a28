import type { Response } from 'express';
import { stripControls } from '@slipway/backstage-plugin-deployments-node';

/** Matches control characters as JSON writes them. */
const ESCAPED_CONTROL = /\\u00(?:[01][0-9a-f]|7f|[89][0-9a-f])|[\x7f-\x9f]/;

/** Sends a body as JSON without control characters. */
export function sendPlainJson(res: Response, body: unknown): void {
  res.type('json').send(toPlainJson(body));
}

/**
 * Writes a body as JSON, and removes control characters from all its texts, because people read responses with curl in
 * terminals that would act on them. Texts of old rows and of services may contain any. Returns `undefined` without a
 * body.
 */
export function toPlainJson(body: unknown): string | undefined {
  const text = JSON.stringify(body);
  return text !== undefined && ESCAPED_CONTROL.test(text)
    ? JSON.stringify(body, (_key, value: unknown) =>
        typeof value === 'string' ? stripControls(value) : value,
      )
    : text;
}
