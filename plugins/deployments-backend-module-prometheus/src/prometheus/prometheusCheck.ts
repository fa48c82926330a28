import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  CheckMeasurement,
  CheckProvider,
} from '@slipway/backstage-plugin-deployments-node';
import type { ApiClient } from '../client/apiClient';
import type { InstancePool } from '../client/instancePool';
import { requireInstance } from '../client/requireInstance';
import { escapeLabelValue } from '../promql/escapeLabelValue';
import {
  prometheusSettingsSchema,
  selectMeasurementTarget,
  type PrometheusSettings,
} from './prometheusSettings';
import { queryPrometheus, type Evaluation } from './queryPrometheus';
import { reduceSeries, type SampleReducer } from './reduceSeries';
import { removeStaleSeries } from './removeStaleSeries';

const MIN_PERIOD_MS = 1000;

/** Creates the check provider `prometheus`, which evaluates queries in PromQL. */
export function createPrometheusCheck(
  pool: InstancePool,
  logger: LoggerService,
): CheckProvider<PrometheusSettings> {
  return {
    id: 'prometheus',
    schema: prometheusSettingsSchema.superRefine(requireInstance(pool)),
    separatesCandidate: settings =>
      selectMeasurementTarget(settings) === 'candidate',
    describe(settings) {
      const isRate = settings.query === undefined;
      return {
        measure: isRate ? 'success-rate' : 'query',
        measurementTarget: selectMeasurementTarget(settings),
        unit: isRate ? 'ratio' : settings.unit ?? 'none',
        isStatistic: isRate || settings.samples !== undefined,
      };
    },
    findProblems({ instance }) {
      const problem = pool.explainMissing(instance);
      return problem ? [problem] : [];
    },
    escapeValue: escapeLabelValue,
    delayMs: ({ delay }) => delay,
    async measure({ with: settings, from, to, signal }) {
      const client = pool.find(settings.instance);
      signal.throwIfAborted();
      if (to - from < MIN_PERIOD_MS) return undefined;
      const measurer = createMeasurer(client, settings, {
        from,
        to,
        signal,
        logger,
      });
      return settings.query === undefined
        ? measurer.measureRate()
        : measurer.measureValue(settings.query);
    },
  };
}

function createMeasurer(
  client: ApiClient,
  settings: PrometheusSettings,
  context: {
    from: number;
    to: number;
    signal: AbortSignal;
    logger: LoggerService;
  },
) {
  const { from, to } = context;
  const instant: Evaluation = { kind: 'instant', at: to };
  const send = (query: string, evaluation: Evaluation = instant) =>
    queryPrometheus(client, query, evaluation, context);

  const reduce = (
    series: Parameters<typeof reduceSeries>[0],
    { over = 'last', empty }: { over?: SampleReducer; empty?: number },
  ): number | undefined => {
    try {
      return reduceSeries(series, { series: settings.series, over, empty });
    } catch (error) {
      throw error instanceof Error
        ? new Error(`${client.label} ${error.message}`, { cause: error })
        : error;
    }
  };

  /** A counter without requests has no series, or one without an increase. */
  const countRequests = async (query: string): Promise<number | undefined> =>
    reduce((await send(query)).series, { empty: 0 });

  return {
    /** Measures the share of good requests, of which both counts are known. */
    async measureRate(): Promise<CheckMeasurement | undefined> {
      const { good, errors, total: totalQuery } = settings;
      const counted = good ?? errors;
      if (counted === undefined || totalQuery === undefined) return undefined;
      const [count, total] = await Promise.all([
        countRequests(counted),
        countRequests(totalQuery),
      ]);
      if (count === undefined || !total || total < 0) return undefined;
      const goodCount = good === undefined ? total - count : count;
      return {
        // Prometheus extrapolates both counts, so that they may differ slightly where they are equal.
        value: Math.min(1, Math.max(0, goodCount / total)),
        samples: Math.round(total),
      };
    },

    /** Measures the result of a query. */
    async measureValue(query: string): Promise<CheckMeasurement | undefined> {
      const { range, samples: samplesQuery, maxAge } = settings;
      const [result, samples] = await Promise.all([
        send(
          query,
          range ? { kind: 'range', from, to, stepMs: range.step } : instant,
        ),
        samplesQuery === undefined ? undefined : countRequests(samplesQuery),
      ]);
      const fresh =
        result.isScalar || result.series.length === 0
          ? result.series
          : removeStaleSeries(
              result.series,
              // On a line of its own, in case that the query ends with a comment.
              (await send(`timestamp(${query}\n)`)).series,
              to - maxAge,
            );
      const isStale = result.series.length > 0 && fresh.length === 0;
      const value = isStale
        ? undefined
        : reduce(fresh, { over: range?.over, empty: settings.empty });
      if (value === undefined) return undefined;
      return {
        value,
        ...(samplesQuery === undefined
          ? {}
          : { samples: Math.max(0, Math.round(samples ?? 0)) }),
      };
    },
  };
}
