import type { Measure } from '@slipway/backstage-plugin-deployments-node';
import type { Answered } from '../proxy/trafficProxy';
import {
  createTrafficSeries,
  emptySummary,
  KEPT_MS,
  mergeInto,
  type TrafficSeries,
  type TrafficSummary,
} from './trafficSeries';

interface MeasuredSubject {
  place: string;
  /** Absent: all that the place answered. */
  instances?: readonly string[];
}

export interface TrafficRecorder {
  /** @param instance - `undefined` for requests that no version had the share for. */
  record(
    place: string,
    instance: { id: string; artifact: string } | undefined,
    answered: Answered,
  ): void;
  /** Instances of a place that answered within the time kept, by artifact. */
  instancesOf(place: string, artifact: string): string[];
  measure(
    subject: MeasuredSubject,
    measure: Measure,
    from: number,
    to: number,
  ): { value: number; samples: number } | undefined;
}

const UNROUTED = '';

interface Entry {
  artifact?: string;
  series: TrafficSeries;
}

/**
 * Accounts for what went through the proxies. In memory only: after a restart of the backend it knows nothing of what
 * was before, and says so by having no data.
 */
export function createTrafficRecorder(
  clock: () => number = Date.now,
): TrafficRecorder {
  const places = new Map<string, Map<string, Entry>>();

  return {
    record(place, instance, answered) {
      if (answered.aborted) return;
      const entries = places.get(place) ?? new Map<string, Entry>();
      places.set(place, entries);
      const now = clock();
      const id = instance?.id ?? UNROUTED;
      let entry = entries.get(id);
      if (!entry) {
        for (const [other, { series }] of entries) {
          if (series.lastAt() < now - KEPT_MS) entries.delete(other);
        }
        entry = { artifact: instance?.artifact, series: createTrafficSeries() };
        entries.set(id, entry);
      }
      entry.series.add(now, answered);
    },
    instancesOf: (place, artifact) =>
      [...(places.get(place) ?? [])].flatMap(([id, entry]) =>
        entry.artifact === artifact ? [id] : [],
      ),
    measure({ place, instances }, measure, from, to) {
      const total = emptySummary();
      for (const [id, { series }] of places.get(place) ?? []) {
        if (instances && !instances.includes(id)) continue;
        mergeInto(total, series.summarize(from, to));
      }
      return valueOf(total, measure);
    },
  };
}

function valueOf(
  { requests, errors, latency }: TrafficSummary,
  measure: Measure,
): { value: number; samples: number } | undefined {
  if (requests === 0) return undefined;
  const of = (value: number | undefined) =>
    value === undefined ? undefined : { value, samples: requests };
  switch (measure) {
    case 'request-count':
      return of(requests);
    case 'success-rate':
      return of((requests - errors) / requests);
    case 'p50':
      return of(latency.percentile(0.5));
    case 'p95':
      return of(latency.percentile(0.95));
    case 'p99':
      return of(latency.percentile(0.99));
    default: {
      const never: never = measure;
      return never;
    }
  }
}
