import {
  Counter,
  Gauge,
  Histogram,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from 'prom-client';
import type { Answered } from '../proxy/trafficProxy';
import type { InstanceRecord, PlaceKey } from '../state/serviceEnvironmentState';

export interface MeasuredPlace {
  key: PlaceKey;
  instances: readonly InstanceRecord[];
}

export interface TrafficMetrics {
  count(
    place: PlaceKey,
    instance: InstanceRecord | undefined,
    answered: Answered,
  ): void;
  /** In the Prometheus text format, with the weights of these places and nothing about others. */
  render(
    places: readonly MeasuredPlace[],
  ): Promise<{ contentType: string; text: string }>;
}

const LABELS = ['service', 'environment', 'version'] as const;

function outcomeOf({ error, aborted }: Answered): string {
  if (aborted) return 'aborted';
  return error ? 'error' : 'success';
}

/** The traffic through the proxies for Prometheus, in a registry of its own. */
export function createTrafficMetrics(): TrafficMetrics {
  const registry = new Registry();
  const requests = new Counter({
    name: 'slipway_local_requests_total',
    help: 'Requests through the stable URLs. error: 5xx, refused, broken off or no answer in time; aborted: the client went away.',
    labelNames: [...LABELS, 'outcome'],
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'slipway_local_request_duration_seconds',
    help: 'Time from the request until its answer was sent, aborted ones left out.',
    labelNames: LABELS,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  const weights = new Gauge({
    name: 'slipway_local_traffic_weight',
    help: 'Percent of traffic that an instance is given.',
    labelNames: [...LABELS, 'role', 'instance'],
    registers: [registry],
  });
  const restarts = new Gauge({
    name: 'slipway_local_restarts',
    help: 'How often an instance was started again since it was brought in, because it ended or gave no answer.',
    labelNames: [...LABELS, 'role', 'instance'],
    registers: [registry],
  });

  return {
    count(place, instance, answered) {
      const labels = { ...place, version: instance?.versionName ?? '' };
      requests.inc({ ...labels, outcome: outcomeOf(answered) });
      if (!answered.aborted) {
        durations.observe(labels, answered.durationMs / 1000);
      }
    },
    async render(places) {
      // Instances come and go: only those of now.
      weights.reset();
      restarts.reset();
      for (const { key, instances } of places) {
        for (const instance of instances) {
          const { versionName, role, id, weight } = instance;
          const labels = { ...key, version: versionName, role, instance: id };
          weights.set(labels, weight);
          restarts.set(labels, instance.restarts?.count ?? 0);
        }
      }
      return {
        contentType: registry.contentType,
        text: toText(
          await registry.getMetricsAsJSON(),
          new Set(places.map(({ key }) => nameOf(key))),
        ),
      };
    },
  };
}

function nameOf({
  service,
  environment,
}: {
  service?: unknown;
  environment?: unknown;
}): string {
  return JSON.stringify([service, environment]);
}

/** Of a histogram, whose samples have names of their own. */
interface Sample extends MetricValue<string> {
  metricName?: string;
}

/** As the registry itself would write it, without samples of other places. */
function toText(
  metrics: MetricObjectWithValues<Sample>[],
  places: ReadonlySet<string>,
): string {
  const lines = metrics.flatMap(({ name, help, type, values }) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${String(type)}`,
    ...values
      .filter(({ labels }) => places.has(nameOf(labels)))
      .map(
        ({ metricName, labels, value }) =>
          `${metricName ?? name}{${toLabels(labels)}} ${toNumber(value)}`,
      ),
  ]);
  return `${lines.join('\n')}\n`;
}

function toLabels(
  labels: Readonly<Partial<Record<string, string | number>>>,
): string {
  return Object.entries(labels)
    .map(([label, value]) => {
      const text = String(value)
        .replace(/\\/g, '\\\\')
        .replace(/\n/g, '\\n')
        .replace(/"/g, '\\"');
      return `${label}="${text}"`;
    })
    .join(',');
}

function toNumber(value: number): string {
  return Math.abs(value) === Infinity
    ? `${value < 0 ? '-' : '+'}Inf`
    : String(value);
}
