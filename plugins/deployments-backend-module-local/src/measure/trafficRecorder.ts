import type {
  Measure,
  RequestDistribution,
} from '@slipway/backstage-plugin-deployments-node';
import type { CompletedRequest } from '../proxy/trafficProxy';
import {
  createTrafficSeries,
  createEmptySummary,
  RETENTION_MS,
  addSummary,
  type TrafficSeries,
  type TrafficSummary,
} from './trafficSeries';

/** Which requests to measure. */
interface MeasurementTarget {
  /** Slug of the service environment. */
  slug: string;
  /** Absent: all requests of the service environment. */
  instances?: readonly string[];
}

/** Records requests through the stable URLs, and calculates measures from them. */
export interface TrafficRecorder {
  /** @param instance - `undefined` for requests in a share of traffic that isn't assigned to a version. */
  record(
    slug: string,
    instance: { id: string; artifact: string } | undefined,
    completed: CompletedRequest,
  ): void;
  /** Finds the instances of a version that handled requests in the recorded period. */
  findInstances(slug: string, artifact: string): string[];
  /** Measures requests that completed in `[from, to)`, epoch milliseconds; `undefined` without any. */
  measure(
    measurementTarget: MeasurementTarget,
    measure: Measure,
    from: number,
    to: number,
  ): { value: number; samples: number } | undefined;
  /** Returns the latencies of these requests; `undefined` without any. */
  measureDistribution(
    measurementTarget: MeasurementTarget,
    from: number,
    to: number,
  ): RequestDistribution | undefined;
}

const UNROUTED = '';

interface Entry {
  artifact?: string;
  series: TrafficSeries;
}

/**
 * Creates a recorder. It keeps data in memory only: after a restart of the backend there is no data from before.
 */
export function createTrafficRecorder(
  clock: () => number = Date.now,
): TrafficRecorder {
  const recorded = new Map<string, Map<string, Entry>>();
  const summarize = (
    { slug, instances }: MeasurementTarget,
    from: number,
    to: number,
  ) => {
    const total = createEmptySummary();
    for (const [id, { series }] of recorded.get(slug) ?? []) {
      if (instances && !instances.includes(id)) continue;
      addSummary(total, series.summarize(from, to));
    }
    return total;
  };

  return {
    record(slug, instance, completed) {
      if (completed.aborted) return;
      const entries = recorded.get(slug) ?? new Map<string, Entry>();
      recorded.set(slug, entries);
      const now = clock();
      const id = instance?.id ?? UNROUTED;
      let entry = entries.get(id);
      if (!entry) {
        for (const [other, { series }] of entries) {
          if (series.lastAt() < now - RETENTION_MS) entries.delete(other);
        }
        entry = { artifact: instance?.artifact, series: createTrafficSeries() };
        entries.set(id, entry);
      }
      entry.series.add(now, completed);
    },
    findInstances: (slug, artifact) =>
      [...(recorded.get(slug) ?? [])].flatMap(([id, entry]) =>
        entry.artifact === artifact ? [id] : [],
      ),
    measure: (measurementTarget, measure, from, to) =>
      calculate(summarize(measurementTarget, from, to), measure),
    measureDistribution(measurementTarget, from, to) {
      const { requests, errors, latency } = summarize(
        measurementTarget,
        from,
        to,
      );
      return requests === 0
        ? undefined
        : { requests, errors, latency: latency.toDistribution() };
    },
  };
}

function calculate(
  { requests, errors, latency }: TrafficSummary,
  measure: Measure,
): { value: number; samples: number } | undefined {
  if (requests === 0) return undefined;
  const toResult = (value: number | undefined) =>
    value === undefined ? undefined : { value, samples: requests };
  switch (measure) {
    case 'request-count':
      return toResult(requests);
    case 'success-rate':
      return toResult((requests - errors) / requests);
    case 'p50':
      return toResult(latency.percentile(0.5));
    case 'p95':
      return toResult(latency.percentile(0.95));
    case 'p99':
      return toResult(latency.percentile(0.99));
    default: {
      const never: never = measure;
      return never;
    }
  }
}
