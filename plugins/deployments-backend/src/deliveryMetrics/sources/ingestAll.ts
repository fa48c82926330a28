import type { IngestResponse } from '@slipway/backstage-plugin-deployments-common';
import type { DoraIngestion } from '../ingestion/ingestion';

/** Events per request: a push may contain thousands of commits. */
const EVENTS_PER_REQUEST = 500;

export async function ingestAll(
  ingestion: Pick<DoraIngestion, 'ingest'>,
  source: string,
  events: readonly unknown[],
): Promise<IngestResponse> {
  const sum: IngestResponse = {
    accepted: 0,
    repeated: 0,
    unmapped: 0,
    rejected: 0,
    results: [],
  };
  for (let from = 0; from < events.length; from += EVENTS_PER_REQUEST) {
    const part = await ingestion.ingest({
      source,
      events: events.slice(from, from + EVENTS_PER_REQUEST),
    });
    sum.accepted += part.accepted;
    sum.repeated += part.repeated;
    sum.unmapped += part.unmapped;
    sum.rejected += part.rejected;
    sum.results.push(...part.results);
  }
  return sum;
}
