import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  AnalysisSource,
  MetricSample,
} from '@slipway/backstage-plugin-deployments-node';
import type { InstancePool } from '../client/instancePool';
import { requireInstance } from '../client/requireInstance';
import {
  listMetricKinds,
  prometheusSourceSchema,
  type PrometheusSourceSettings,
} from './prometheusSourceSettings';
import { createQueryEvaluator, type QueryEvaluator } from './queryEvaluator';
import { toHistogram } from './toHistogram';

/** Creates the source of samples `prometheus`, which evaluates the queries of a metric for each version. */
export function createPrometheusSource(
  pool: InstancePool,
  logger: LoggerService,
): AnalysisSource<PrometheusSourceSettings> {
  return {
    schema: prometheusSourceSchema.superRefine(requireInstance(pool)),
    listKinds: listMetricKinds,
    delayMs: ({ delay }) => delay,
    async readSample({ with: settings, from, to, signal }) {
      const client = pool.find(settings.instance);
      signal.throwIfAborted();
      const evaluator = createQueryEvaluator(client, settings.series, {
        from,
        to,
        signal,
        logger,
      });
      const { gauge, histogram } = settings;
      if (gauge !== undefined) {
        const { range, maxAge } = settings;
        const value = await evaluator.readValue(gauge, { range, maxAge });
        return value === undefined ? undefined : { type: 'value', value };
      }
      if (histogram !== undefined) {
        const series = await evaluator.readSeries(histogram);
        try {
          const bins = toHistogram(series);
          return bins && { type: 'histogram', ...bins };
        } catch (error) {
          throw error instanceof Error
            ? new Error(`${client.label} ${error.message}`, { cause: error })
            : error;
        }
      }
      return readCounts(evaluator, settings);
    },
  };
}

/** A version whose requests nobody counts has no data, whatever `empty` is. One without requests has a count of 0. */
async function readCounts(
  evaluator: QueryEvaluator,
  {
    sum: sumQuery,
    events: eventsQuery,
    total: totalQuery,
    empty,
  }: PrometheusSourceSettings,
): Promise<MetricSample | undefined> {
  if (eventsQuery === undefined || totalQuery === undefined) return undefined;
  const [total, events, sum] = await Promise.all([
    evaluator.count(totalQuery),
    evaluator.count(eventsQuery, empty),
    sumQuery === undefined ? undefined : evaluator.count(sumQuery, empty),
  ]);
  if (total === undefined || events === undefined || total < 0) {
    return undefined;
  }
  const counts = {
    // Prometheus extrapolates both counts, so that they may differ slightly where they are equal.
    events: Math.min(total, Math.max(0, events)),
    total,
  };
  if (sumQuery === undefined) return { type: 'count', ...counts };
  return sum === undefined ? undefined : { type: 'amount', sum, ...counts };
}
