import { setTimeout as sleep } from 'node:timers/promises';
import type { IngestResponse } from '@slipway/backstage-plugin-deployments-common';
import type { DemoDeployment } from '@slipway/backstage-plugin-deployments-node';
import type { DemoEvent } from './history';

/** What to import, and how. */
export interface SeedOptions {
  events: readonly DemoEvent[];
  /** Stores deployments of the portal that never happened; all or none. */
  importDeployments(deployments: readonly DemoDeployment[]): Promise<void>;
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

/** Events per request or transaction: it fits into the body limit and does not block other requests for long. */
const BATCH_SIZE = 500;

/**
 * Imports a history, unless it was imported before: deployments as those of the portal, and the changes and incidents
 * through the ingestion API that other tools use. The last event is sent last, so it shows whether all were imported.
 * An interrupted import starts again; repeated events have no effect.
 *
 * @throws Error if the example services do not appear in the catalog in time.
 */
export async function seed(
  options: SeedOptions,
): Promise<'imported' | 'imported before'> {
  const {
    events: all,
    importDeployments,
    send,
    signal,
    intervalMs = 1_000,
    maxAttempts = 120,
  } = options;
  const deployments = all.filter(isOwnDeployment);
  const events = all.filter(event => !isOwnDeployment(event));
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
  for (const some of inBatches(deployments)) {
    signal.throwIfAborted();
    await importDeployments(some);
  }
  for (const some of inBatches(events)) {
    signal.throwIfAborted();
    await send(some, false);
  }
  return 'imported';
}

/** Whether an event is a deployment of an example service. The others show what the data-quality panel reports. */
function isOwnDeployment(event: DemoEvent): event is DemoDeployment {
  return (
    event.type === 'deployment' &&
    event.service.includes(':') &&
    event.version !== ''
  );
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

function inBatches<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / BATCH_SIZE) }, (_, i) =>
    all.slice(i * BATCH_SIZE, (i + 1) * BATCH_SIZE),
  );
}
