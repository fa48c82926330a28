import { sendEvents } from './apiClient';
import { serviceName } from './fill';

export interface IngestionResult {
  /** Events per request. */
  batch: number;
  /** Concurrent requests. */
  concurrency: number;
  events: number;
  eventsPerSecond: number;
  /** Seconds from the last response until the metrics included all events. */
  upToDateAfterSeconds: number;
}

/** Sends new events like a pipeline: deployments with their commits, and sometimes an incident. */
export async function measureIngestion(
  url: string,
  options: {
    name: string;
    events: number;
    batch: number;
    concurrency: number;
    services: number;
    at: number;
  },
): Promise<Omit<IngestionResult, 'upToDateAfterSeconds'>> {
  const { name, events, batch, concurrency, services, at } = options;
  const all = Array.from({ length: events }, (_, i) =>
    createEvent(name, i, services, at),
  );
  const batches: object[][] = [];
  for (let i = 0; i < all.length; i += batch) {
    batches.push(all.slice(i, i + batch));
  }
  let accepted = 0;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (let one = batches.pop(); one; one = batches.pop()) {
        const count = await sendEvents(url, one);
        accepted += count;
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  if (accepted !== events) {
    throw new Error(`Only ${accepted} of ${events} events were accepted`);
  }
  return { batch, concurrency, events, eventsPerSecond: events / seconds };
}

/** Six events are a deployment with five commits; every thirtieth deployment has an incident instead of a commit. */
function createEvent(
  name: string,
  i: number,
  services: number,
  at: number,
): object {
  const id = `${name}-${i}`;
  const group = Math.floor(i / 6);
  const service = `component:default/${serviceName(group % services)}`;
  const time = new Date(at).toISOString();
  const base = { id, service };
  if (i % 6 === 0) {
    return {
      ...base,
      type: 'deployment',
      environment: 'production',
      version: id,
      outcome: 'succeeded',
      finishedAt: time,
      commits: [1, 2, 3, 4, 5].map(n => `${name}-${group}-${n}`),
    };
  }
  if (i % 6 === 5 && group % 30 === 0) {
    return { ...base, type: 'incident', incident: id, startedAt: time };
  }
  return {
    ...base,
    type: 'change',
    commit: `${name}-${group}-${i % 6}`,
    authoredAt: new Date(at - 86_400_000).toISOString(),
  };
}
