import { tell } from './ask';
import { serviceName } from './fill';

export interface IngestionResult {
  /** Events of a request. */
  batch: number;
  /** Requests under way at once. */
  atOnce: number;
  events: number;
  eventsPerSecond: number;
  /** After the last answer, until the metrics were up to date with all of them. */
  workedInAfterSeconds: number;
}

/** Sends events as a pipeline would, new ones each time: of a deployment, its commits, and sometimes an incident. */
export async function measureIngestion(
  url: string,
  options: {
    name: string;
    events: number;
    batch: number;
    atOnce: number;
    services: number;
    at: number;
  },
): Promise<Omit<IngestionResult, 'workedInAfterSeconds'>> {
  const { name, events, batch, atOnce, services, at } = options;
  const all = Array.from({ length: events }, (_, i) =>
    toEvent(name, i, services, at),
  );
  const batches: object[][] = [];
  for (let i = 0; i < all.length; i += batch) {
    batches.push(all.slice(i, i + batch));
  }
  let accepted = 0;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let one = batches.pop(); one; one = batches.pop()) {
        const taken = await tell(url, one);
        accepted += taken;
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  if (accepted !== events) {
    throw new Error(`Of ${events} events ${accepted} were accepted`);
  }
  return { batch, atOnce, events, eventsPerSecond: events / seconds };
}

/** Six events are a deployment with five commits; each thirtieth deployment has an incident instead of a commit. */
function toEvent(
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
