import {
  Counter,
  Gauge,
  Histogram,
  type MetricObjectWithValues,
  type MetricValue,
  Registry,
} from 'prom-client';
import type { ServiceEnvironmentRef } from '@slipway/backstage-plugin-deployments-node';
import type { CompletedRequest } from '../proxy/trafficProxy';
import type { InstanceRecord } from '../state/serviceEnvironmentState';

/** A service environment whose traffic is exported. */
export interface MeasuredServiceEnvironment {
  ref: ServiceEnvironmentRef;
  instances: readonly InstanceRecord[];
}

/** Prometheus metrics of the traffic through the stable URLs. */
export interface TrafficMetrics {
  /** Counts one request. */
  count(
    ref: ServiceEnvironmentRef,
    instance: InstanceRecord | undefined,
    completed: CompletedRequest,
  ): void;
  /** Formats the metrics of these service environments, and of no others, in the Prometheus text format. */
  render(
    serviceEnvironments: readonly MeasuredServiceEnvironment[],
  ): Promise<{ contentType: string; text: string }>;
}

const LABELS = ['service', 'environment', 'version'] as const;

function classifyOutcome({ error, aborted }: CompletedRequest): string {
  if (aborted) return 'aborted';
  return error ? 'error' : 'success';
}

/** Creates the metrics in a separate registry. */
export function createTrafficMetrics(): TrafficMetrics {
  const registry = new Registry();
  const requests = new Counter({
    name: 'slipway_local_requests_total',
    help: 'Requests through the stable URLs. error: 5xx, refused, interrupted or no response in time; aborted: the client disconnected.',
    labelNames: [...LABELS, 'outcome'],
    registers: [registry],
  });
  const durations = new Histogram({
    name: 'slipway_local_request_duration_seconds',
    help: 'Time from the request until its response was sent, without aborted requests.',
    labelNames: LABELS,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  const weights = new Gauge({
    name: 'slipway_local_traffic_weight',
    help: 'Percent of traffic that an instance receives.',
    labelNames: [...LABELS, 'role', 'instance'],
    registers: [registry],
  });
  const restarts = new Gauge({
    name: 'slipway_local_restarts',
    help: 'Number of restarts of an instance because it exited or did not respond.',
    labelNames: [...LABELS, 'role', 'instance'],
    registers: [registry],
  });

  return {
    count(ref, instance, completed) {
      const labels = { ...ref, version: instance?.versionName ?? '' };
      requests.inc({ ...labels, outcome: classifyOutcome(completed) });
      if (!completed.aborted) {
        durations.observe(labels, completed.durationMs / 1000);
      }
    },
    async render(serviceEnvironments) {
      // Only current instances are exported.
      weights.reset();
      restarts.reset();
      for (const { ref, instances } of serviceEnvironments) {
        for (const instance of instances) {
          const { versionName, role, id, weight } = instance;
          const labels = { ...ref, version: versionName, role, instance: id };
          weights.set(labels, weight);
          restarts.set(
            labels,
            instance.replicas.reduce(
              (sum, replica) => sum + (replica.restarts?.count ?? 0),
              0,
            ),
          );
        }
      }
      return {
        contentType: registry.contentType,
        text: toText(
          await registry.getMetricsAsJSON(),
          new Set(serviceEnvironments.map(({ ref }) => toKey(ref))),
        ),
      };
    },
  };
}

/** Key of a service environment, from its ref or from the labels of a metric. */
export function toKey({
  service,
  environment,
}: {
  service?: unknown;
  environment?: unknown;
}): string {
  return JSON.stringify([service, environment]);
}

/** A sample of a histogram has its own name. */
interface Sample extends MetricValue<string> {
  metricName?: string;
}

/** Formats metrics like the registry itself, without samples of other service environments. */
function toText(
  metrics: MetricObjectWithValues<Sample>[],
  keys: ReadonlySet<string>,
): string {
  const lines = metrics.flatMap(({ name, help, type, values }) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${String(type)}`,
    ...values
      .filter(({ labels }) => keys.has(toKey(labels)))
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
