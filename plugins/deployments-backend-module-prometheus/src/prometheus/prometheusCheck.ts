import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  CheckMeasurement,
  CheckProvider,
} from '@slipway/backstage-plugin-deployments-node';
import type { InstancePool } from '../client/instancePool';
import { requireInstance } from '../client/requireInstance';
import { escapeLabelValue } from '../promql/escapeLabelValue';
import {
  prometheusSettingsSchema,
  selectMeasurementTarget,
  type PrometheusSettings,
} from './prometheusSettings';
import { createPrometheusSource } from './prometheusSource';
import { createQueryEvaluator, type QueryEvaluator } from './queryEvaluator';

/** The shortest period that is measured, in milliseconds. */
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
    analysis: createPrometheusSource(pool, logger),
    async measure({ with: settings, from, to, signal }) {
      const client = pool.find(settings.instance);
      signal.throwIfAborted();
      if (to - from < MIN_PERIOD_MS) return undefined;
      const evaluator = createQueryEvaluator(client, settings.series, {
        from,
        to,
        signal,
        logger,
      });
      return settings.query === undefined
        ? measureRate(evaluator, settings)
        : measureValue(evaluator, settings, settings.query);
    },
  };
}

/** Measures the share of good requests, of which both counts are known. */
async function measureRate(
  evaluator: QueryEvaluator,
  { good, errors, total: totalQuery }: PrometheusSettings,
): Promise<CheckMeasurement | undefined> {
  const counted = good ?? errors;
  if (counted === undefined || totalQuery === undefined) return undefined;
  const [count, total] = await Promise.all([
    evaluator.count(counted, 0),
    evaluator.count(totalQuery, 0),
  ]);
  if (count === undefined || !total || total < 0) return undefined;
  const goodCount = good === undefined ? total - count : count;
  return {
    // Prometheus extrapolates both counts, so that they may differ slightly where they are equal.
    value: Math.min(1, Math.max(0, goodCount / total)),
    samples: Math.round(total),
  };
}

/** Measures the result of a query. */
async function measureValue(
  evaluator: QueryEvaluator,
  { range, samples: samplesQuery, maxAge, empty }: PrometheusSettings,
  query: string,
): Promise<CheckMeasurement | undefined> {
  const [value, samples] = await Promise.all([
    evaluator.readValue(query, { range, maxAge, empty }),
    samplesQuery === undefined ? undefined : evaluator.count(samplesQuery, 0),
  ]);
  if (value === undefined) return undefined;
  return {
    value,
    ...(samplesQuery === undefined
      ? {}
      : { samples: Math.max(0, Math.round(samples ?? 0)) }),
  };
}
