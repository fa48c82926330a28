import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  MetricsService,
  MetricsServiceObservableResult,
} from '@backstage/backend-plugin-api/alpha';
import { isError, stringifyError } from '@backstage/errors';
import type {
  CommandOutcome,
  CommandRequest,
} from '@slipway/backstage-plugin-deployments-common';
import { TERMINAL_STATUSES } from '@slipway/backstage-plugin-deployments-common';
import type { EngineCounters } from './engineCounters';
import type { MetricsSnapshot } from './metricsSnapshot';
import type { MetricDefinition } from './metricDefinitions';
import { METRICS } from './metricDefinitions';
import type { EngineStatus } from './engineStatus';

/** In seconds, from a step with a single request to one that waits for a person over a weekend. */
const DURATION_BUCKETS = [
  0.1, 0.5, 1, 5, 15, 30, 60, 300, 900, 3600, 14400, 86400, 259200,
];

/** Errors of commands that the state or the caller's permissions do not allow. */
const REFUSALS: ReadonlySet<string> = new Set([
  'ConflictError',
  'InputError',
  'NotAllowedError',
  'NotFoundError',
]);

/** A service that handles people's commands and returns their outcome. */
interface CommandService {
  command(
    id: string,
    request: CommandRequest,
    caller: unknown,
  ): Promise<CommandOutcome>;
}

/**
 * Creates counters in Backstage's metrics service. They are exported only if the process has loaded an OpenTelemetry SDK.
 */
export function createMetricCounters(metrics: MetricsService): {
  counters: EngineCounters;
  /** Wraps a service so that its commands are counted. */
  countCommands<T extends CommandService>(service: T): T;
} {
  const steps = metrics.createHistogram(METRICS.stepDuration.name, {
    ...describe(METRICS.stepDuration),
    advice: { explicitBucketBoundaries: DURATION_BUCKETS },
  });
  const counter = (definition: MetricDefinition) =>
    metrics.createCounter(definition.name, describe(definition));
  const fencedWrites = counter(METRICS.fencedWrites);
  const recoveries = counter(METRICS.recoveries);
  const providerErrors = counter(METRICS.providerErrors);
  const commands = counter(METRICS.commands);
  // Counters start at an explicit 0. Otherwise, monitoring would not see the first count as an increase.
  fencedWrites.add(0);
  recoveries.add(0, { cause: 'lock' });
  recoveries.add(0, { cause: 'lease' });
  return {
    counters: {
      recovered: cause => recoveries.add(1, { cause }),
      fencedWrite: () => fencedWrites.add(1),
      providerError: provider => providerErrors.add(1, { provider }),
      stepFinished: (kind, durationMs, outcome) =>
        steps.record(durationMs / 1000, { kind, outcome }),
    },
    countCommands: service => ({
      ...service,
      async command(id, request, caller) {
        let outcome = 'error';
        try {
          const result = await service.command(id, request, caller);
          outcome = result.status;
          return result;
        } catch (error) {
          outcome =
            isError(error) && REFUSALS.has(error.name) ? 'refused' : 'error';
          throw error;
        } finally {
          commands.add(1, { type: request.type, outcome });
        }
      },
    }),
  };
}

function describe({ unit, description }: MetricDefinition) {
  return { unit, description };
}

type Observe = MetricsServiceObservableResult['observe'];

/** How each gauge reads the figures. */
const GAUGES: [
  keyof typeof METRICS,
  (figures: MetricsSnapshot, observe: Observe) => void,
][] = [
  [
    'active',
    ({ deployments }, observe) => {
      for (const [status, count] of Object.entries(deployments)) {
        observe(count, { status });
      }
    },
  ],
  [
    'finished',
    ({ finishedLastHour }, observe) => {
      for (const status of TERMINAL_STATUSES) {
        observe(finishedLastHour[status] ?? 0, { status });
      }
    },
  ],
  ['late', (figures, observe) => observe(figures.late)],
  ['queueDepth', (figures, observe) => observe(figures.dueWork)],
  ['oldestDue', (figures, observe) => observe(figures.oldestDueMs / 1000)],
  ['outboxDepth', (figures, observe) => observe(figures.outbox)],
  ['outboxAge', (figures, observe) => observe(figures.outboxOldestMs / 1000)],
  [
    'outboxOverdue',
    (figures, observe) => observe(figures.outboxOverdueMs / 1000),
  ],
  ['unsealed', (figures, observe) => observe(figures.unsealed)],
  ['sealLag', (figures, observe) => observe(figures.sealLagMs / 1000)],
  ['replicas', (figures, observe) => observe(figures.replicas)],
];

export interface ExportOptions {
  metrics: MetricsService;
  engineStatus: Pick<EngineStatus, 'figures' | 'isPolling' | 'writes'>;
  logger: LoggerService;
}

/**
 * Registers the gauges. The database is queried only for a collection. If it does not answer, the collection leaves out the
 * gauges that need it, and does not fail.
 */
export function exportMetrics(options: ExportOptions): void {
  const { metrics, engineStatus, logger } = options;
  let isAnswering = true;
  const read = async (): Promise<MetricsSnapshot | undefined> => {
    try {
      const figures = await engineStatus.figures();
      isAnswering = true;
      return figures;
    } catch (error) {
      if (isAnswering) {
        logger.warn(
          `The database does not answer. Until it does, the metrics that are read from it are missing: ${stringifyError(
            error,
          )}`,
        );
      }
      isAnswering = false;
      return undefined;
    }
  };
  const gauge = (definition: MetricDefinition) =>
    metrics.createObservableGauge(definition.name, describe(definition));

  for (const [key, observe] of GAUGES) {
    gauge(METRICS[key]).addCallback(async result => {
      const figures = await read();
      if (figures) {
        observe(figures, (value, attributes) =>
          result.observe(value, attributes),
        );
      }
    });
  }
  gauge(METRICS.databaseUp).addCallback(async result =>
    result.observe((await read()) ? 1 : 0),
  );
  gauge(METRICS.lastWrite).addCallback(result =>
    result.observe((engineStatus.writes().lastSucceededAt ?? 0) / 1000),
  );
  gauge(METRICS.lastFailedWrite).addCallback(result =>
    result.observe((engineStatus.writes().lastFailedAt ?? 0) / 1000),
  );
  gauge(METRICS.polling).addCallback(result =>
    result.observe(engineStatus.isPolling() ? 1 : 0),
  );
}
