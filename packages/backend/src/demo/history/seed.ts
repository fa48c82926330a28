import { setTimeout as sleep } from 'node:timers/promises';
import type { IngestResponse } from '@slipway/backstage-plugin-deployments-common';
import type { DemoEvent } from './history';

/** What to import, and how. */
export interface SeedOptions {
  events: readonly DemoEvent[];
  /** Sends events to the ingestion API. */
  send(
    events: readonly DemoEvent[],
    dryRun: boolean,
  ): Promise<IngestResponse['results']>;
  signal: AbortSignal;
  /** Interval at which to check whether the services are in the catalog. Default: 1,000. */
  intervalMs?: number;
  /** Number of these checks. Default: 120. */
  maxAttempts?: number;
}

/** Events per request: it fits into the body limit and does not block other requests for long. */
const BATCH_SIZE = 500;

/**
 * Imports a history, unless it was imported before. The last event is sent last, so it shows whether all were imported.
 * An interrupted import starts again; repeated events have no effect.
 *
 * @throws Error if the example services do not appear in the catalog in time.
 */
export async function seed(
  options: SeedOptions,
): Promise<'imported' | 'imported before'> {
  const {
    events,
    send,
    signal,
    intervalMs = 1_000,
    maxAttempts = 120,
  } = options;
  const probe = selectProbe(events);
  for (let attempt = 1; ; attempt++) {
    const results = await send(probe, true);
    if (results.at(-1)?.status === 'repeated') return 'imported before';
    // The catalog reads the example services shortly after the portal has started.
    if (!results.some(({ status }) => status === 'unmapped')) break;
    if (attempt === maxAttempts) {
      throw new Error('the example services are not in the catalog');
    }
    await sleep(intervalMs, undefined, { signal });
  }
  for (let from = 0; from < events.length; from += BATCH_SIZE) {
    signal.throwIfAborted();
    await send(events.slice(from, from + BATCH_SIZE), false);
  }
  return 'imported';
}

/** Selects one event of each service that should be in the catalog, and the last event at the end. */
function selectProbe(events: readonly DemoEvent[]): DemoEvent[] {
  const perService = new Map<string, DemoEvent>();
  for (const event of events) {
    const { service } = event;
    if (service?.includes(':')) {
      // Deleted first, because an existing key keeps its position.
      perService.delete(service);
      perService.set(service, event);
    }
  }
  return [...perService.values()];
}
