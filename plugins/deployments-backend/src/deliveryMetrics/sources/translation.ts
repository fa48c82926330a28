import { unreadable } from '../ingestion/sourceEvents';

/** A webhook translated into events of the ingestion API. */
export interface Translation {
  /** Events of the ingestion API. Fields that the payload lacks are left out, so that ingestion reports them. */
  events: Record<string, unknown>[];
}

/**
 * Replaces an incomplete event with one that names the missing fields as the payload does, because the sender knows
 * those names and not our API's.
 *
 * @param paths - the payload's names of the required fields
 */
export function requireFields(
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

/** For events that the metrics do not use. */
export const NOTHING: Translation = { events: [] };
