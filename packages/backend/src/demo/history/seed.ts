import { setTimeout as sleep } from 'node:timers/promises';
import type { IngestAnswer } from '@slipway/backstage-plugin-deployments-common';
import type { DemoEvent } from './history';

export interface SeedOptions {
  events: readonly DemoEvent[];
  tell(
    events: readonly DemoEvent[],
    dryRun: boolean,
  ): Promise<IngestAnswer['results']>;
  signal: AbortSignal;
  /** How often to look whether the catalog knows the services, and how many times; 1 s and 120. */
  everyMs?: number;
  times?: number;
}

/** Fits into a request, and leaves the backend time for others in between. */
const AT_ONCE = 500;

/**
 * Tells a history, unless it was told before. The last event is the last to be told, so that it says whether all of them
 * were; one that was broken off is told anew, which repeats nothing.
 */
export async function seed(
  options: SeedOptions,
): Promise<'told' | 'told before'> {
  const { events, tell, signal, everyMs = 1_000, times = 120 } = options;
  const probe = probeOf(events);
  for (let tried = 1; ; tried++) {
    const results = await tell(probe, true);
    if (results.at(-1)?.status === 'repeated') return 'told before';
    // The catalog reads the example services a moment after the portal has started.
    if (!results.some(({ status }) => status === 'unmapped')) break;
    if (tried === times) {
      throw new Error('the catalog does not know the example services');
    }
    await sleep(everyMs, undefined, { signal });
  }
  for (let from = 0; from < events.length; from += AT_ONCE) {
    signal.throwIfAborted();
    await tell(events.slice(from, from + AT_ONCE), false);
  }
  return 'told';
}

/** An event of each service that the catalog should have; the last of all comes last. */
function probeOf(events: readonly DemoEvent[]): DemoEvent[] {
  const perService = new Map<string, DemoEvent>();
  for (const event of events) {
    const { service } = event;
    if (service?.includes(':')) {
      // Deleted first, as a key stays where it was.
      perService.delete(service);
      perService.set(service, event);
    }
  }
  return [...perService.values()];
}
