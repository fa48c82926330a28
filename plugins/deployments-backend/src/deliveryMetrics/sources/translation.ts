import { unreadable } from '../ingestion/sourceEvents';

/** What a webhook told, in the words of the ingestion API. */
export interface Translation {
  /** As the ingestion API takes them. What a payload lacks they lack too, so that ingestion says what is missing. */
  events: Record<string, unknown>[];
}

/**
 * An event that ingestion needs more of than the payload has says so in the words of the payload: whoever sends it knows
 * those, and not the fields of our API.
 *
 * @param paths - of the fields without which it is no event, what the payload calls them
 */
export function unlessLacking(
  event: Record<string, unknown>,
  paths: Record<string, string>,
): Record<string, unknown> {
  const missing = Object.entries(paths)
    .filter(([field]) => event[field] === undefined)
    .map(([, path]) => `${path} is missing`);
  return missing.length === 0
    ? event
    : unreadable(event, [...new Set(missing)].join('; '));
}

/** It is about something that the metrics do not need. */
export const NOTHING: Translation = { events: [] };
