import { createDurationSchema } from '@slipway/backstage-plugin-deployments-node/config';
import { z } from 'zod';
import {
  namesBaseline,
  namesCandidate,
  promqlSchema,
} from '../promql/promqlSchema';

/** Schema of the settings of a check. Durations are parsed into milliseconds. */
export const prometheusSettingsSchema = z
  .strictObject({
    /** Name in `deployments.prometheus.instances`. */
    instance: z.string().min(1).default('default'),
    /** Query of the value. */
    query: promqlSchema.optional(),
    /** Query of the number of requests behind the value of `query`. */
    samples: promqlSchema.optional(),
    /** Query of the number of good requests; with `total`. */
    good: promqlSchema.optional(),
    /** Query of the number of failed requests; with `total`. */
    errors: promqlSchema.optional(),
    /** Query of the number of all requests. */
    total: promqlSchema.optional(),
    unit: z.enum(['ratio', 'ms', 'count', 'bytes', 'none']).optional(),
    /** What is measured. Default: derived from the templates in the queries. */
    of: z.enum(['candidate', 'baseline', 'service']).optional(),
    /** Evaluates `query` at several times of the period. */
    range: z
      .strictObject({
        step: createDurationSchema({ min: '1s', max: '1h' }).default(15_000),
        over: z.enum(['last', 'avg', 'max', 'min']),
      })
      .optional(),
    empty: z.number().optional(),
    series: z.enum(['max', 'min', 'avg', 'sum']).optional(),
    maxAge: createDurationSchema({ min: '1s', max: '24h' }).default(120_000),
    delay: createDurationSchema({ min: '0s', max: '1h' }).default(5_000),
  })
  .superRefine((settings, ctx) => {
    const { query, good, errors, total, series } = settings;
    const forms = [query, good, errors].filter(form => form !== undefined);
    if (forms.length !== 1) {
      ctx.addIssue({
        code: 'custom',
        message:
          'expected exactly one of query, good (with total) and errors (with total)',
      });
      return;
    }
    const addMistake = (key: string, message: string) =>
      ctx.addIssue({ code: 'custom', path: [key], message });
    if (query !== undefined) {
      if (total !== undefined) {
        addMistake(
          'total',
          'is only used with good or errors. With query, use samples',
        );
      }
      return;
    }
    if (total === undefined) {
      addMistake('total', 'is missing: good and errors need it');
    }
    for (const key of ['samples', 'range', 'empty', 'unit'] as const) {
      if (settings[key] !== undefined)
        addMistake(key, 'is only used with query');
    }
    if (series !== undefined && series !== 'sum') {
      addMistake(
        'series',
        'can only be sum, because good and errors are counts',
      );
    }
  });

export type PrometheusSettings = z.infer<typeof prometheusSettingsSchema>;

/** Finds out what a check measures, from its settings as written in app-config. */
export function selectMeasurementTarget(
  settings: PrometheusSettings,
): 'candidate' | 'baseline' | 'service' {
  if (settings.of) return settings.of;
  const { query, samples, good, errors, total } = settings;
  const queries = [query, samples, good, errors, total].filter(
    each => each !== undefined,
  );
  // A query without the candidate would also measure the baseline.
  if (queries.every(namesCandidate)) return 'candidate';
  return queries.every(namesBaseline) ? 'baseline' : 'service';
}
