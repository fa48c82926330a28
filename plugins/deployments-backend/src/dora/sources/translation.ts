/** What a webhook told, in the words of the ingestion API. */
export interface Translation {
  /** As the ingestion API takes them. What a payload lacks they lack too, so that ingestion says what is missing. */
  events: Record<string, unknown>[];
}

/** It is about something that the metrics do not need. */
export const NOTHING: Translation = { events: [] };
