import type { NestedMessages } from './messageTypes';

function listMessages(
  messages: NestedMessages,
  prefix: string,
): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${prefix}${key}`, value] as [string, string]]
      : listMessages(value, `${prefix}${key}.`),
  );
}

/** Joins the keys of nested messages with dots, as Backstage loads translations. */
export function flattenMessages(
  messages: NestedMessages,
): Record<string, string> {
  return Object.fromEntries(listMessages(messages, ''));
}
