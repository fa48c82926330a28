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
import type { Caller } from '../domain/model/caller';
import { TERMINAL_STATUSES } from '@slipway/backstage-plugin-deployments-common';
import type { EngineCounters } from './engineCounters';
import type { MetricsSnapshot } from './metricsSnapshot';
import type { MetricDefinition } from './metricDefinitions';
import { METRICS } from './metricDefinitions';
import type { EngineStatus } from './engineStatus';

/** From a step that only asks something to one that waits for a person over a weekend, in seconds. */
const DURATION_BUCKETS = [
  0.1, 0.5, 1, 5, 15, 30, 60, 300, 900, 3600, 14400, 86400, 259200,
];

/** The state, or the caller, does not allow it. */
const REFUSALS: ReadonlySet<string> = new Set([
  'ConflictError',
  'InputError',
  'NotAllowedError',
  'NotFoundError',
]);

/** What takes people's commands, and answers with their outcome. */
interface TakesCommands {
  command(
    id: string,
    request: CommandRequest,
    caller: Caller,
  ): Promise<CommandOutcome>;
}

/**
 * Counts what the engine does with Backstage's metrics service. Without an OpenTelemetry SDK in the process that goes
 * nowhere.
 */
export function createMetricCounters(metrics: MetricsService): {
  counters: EngineCounters;
  /** The same service, its commands counted. */
  countCommands<T extends TakesCommands>(service: T): T;
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
  // An increase needs a beginning: without it the first of its kind would be none.
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
          const answer = await service.command(id, request, caller);
          outcome = answer.status;
          return answer;
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

/** What each gauge tells of the figures. */
const GAUGES: [
  keyof typeof METRICS,
  (of: MetricsSnapshot, tell: Observe) => void,
][] = [
  [
    'active',
    ({ deployments }, tell) => {
      for (const [status, count] of Object.entries(deployments)) {
        tell(count, { status });
      }
    },
  ],
  [
    'finished',
    ({ finishedLastHour }, tell) => {
      for (const status of TERMINAL_STATUSES) {
        tell(finishedLastHour[status] ?? 0, { status });
      }
    },
  ],
  ['late', (of, tell) => tell(of.late)],
  ['queueDepth', (of, tell) => tell(of.dueWork)],
  ['oldestDue', (of, tell) => tell(of.oldestDueMs / 1000)],
  ['outboxDepth', (of, tell) => tell(of.outbox)],
  ['outboxAge', (of, tell) => tell(of.outboxOldestMs / 1000)],
  ['outboxOverdue', (of, tell) => tell(of.outboxOverdueMs / 1000)],
  ['unsealed', (of, tell) => tell(of.unsealed)],
  ['sealLag', (of, tell) => tell(of.sealLagMs / 1000)],
  ['replicas', (of, tell) => tell(of.replicas)],
];

export interface ExportOptions {
  metrics: MetricsService;
  engineStatus: Pick<EngineStatus, 'figures' | 'isPolling' | 'writes'>;
  logger: LoggerService;
}

/**
 * Lets collectors ask for the figures; nothing is asked of the database before. A collection in which it does not answer
 * goes without them, and never fails.
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
          `Metrics go without what the database knows until it answers: ${stringifyError(
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

  for (const [key, tell] of GAUGES) {
    gauge(METRICS[key]).addCallback(async result => {
      const figures = await read();
      if (figures) {
        tell(figures, (value, attributes) => result.observe(value, attributes));
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
