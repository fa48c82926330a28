import { createDurationSchema } from '@slipway/backstage-plugin-deployments-node/config';
import type { MetricKind } from '@slipway/backstage-plugin-deployments-node';
import { z } from 'zod';
import { promqlSchema } from '../promql/promqlSchema';

/** The keys of each form, with what it can be read as. */
const FORMS: readonly { keys: readonly QueryKey[]; kinds: MetricKind[] }[] = [
  { keys: ['events', 'total'], kinds: ['count'] },
  { keys: ['sum', 'events', 'total'], kinds: ['amount'] },
  { keys: ['histogram'], kinds: ['latency', 'quantile'] },
  { keys: ['gauge'], kinds: ['gauge'] },
];
const QUERY_KEYS = ['events', 'total', 'sum', 'histogram', 'gauge'] as const;
type QueryKey = (typeof QUERY_KEYS)[number];

/** Schema of the settings of a metric. Durations are parsed into milliseconds. */
export const prometheusSourceSchema = z
  .strictObject({
    /** Name in `deployments.prometheus.instances`. */
    instance: z.string().min(1).default('default'),
    /** Query of the number of requests with an event; with `total`. */
    events: promqlSchema.optional(),
    /** Query of the number of all requests. */
    total: promqlSchema.optional(),
    /** Query of the sum of the amounts of these requests; with `events` and `total`. */
    sum: promqlSchema.optional(),
    /** What `events` and `sum` are without series. Absent: no data, because a mistake in a query has no series either. */
    empty: z.literal(0).optional(),
    /** Query of the buckets of a histogram, with the label `le`. */
    histogram: promqlSchema.optional(),
    /** Query of a level. */
    gauge: promqlSchema.optional(),
    /** Evaluates `gauge` at several times of the period. */
    range: z
      .strictObject({
        step: createDurationSchema({ min: '1s', max: '1h' }).default(15_000),
        over: z.enum(['last', 'avg', 'max', 'min']),
      })
      .optional(),
    series: z.enum(['max', 'min', 'avg', 'sum']).optional(),
    maxAge: createDurationSchema({ min: '1s', max: '24h' }).default(120_000),
    delay: createDurationSchema({ min: '0s', max: '1h' }).default(5_000),
  })
  .superRefine((settings, ctx) => {
    if (!findForm(settings)) {
      ctx.addIssue({
        code: 'custom',
        message:
          'expected exactly one of gauge, histogram, events with total, and sum with events and total',
      });
      return;
    }
    const addMistake = (key: string, message: string) =>
      ctx.addIssue({ code: 'custom', path: [key], message });
    const { gauge, range, series, events, empty } = settings;
    if (empty !== undefined && events === undefined) {
      addMistake('empty', 'is only used with events');
    }
    if (gauge === undefined) {
      if (range) addMistake('range', 'is only used with gauge');
      if (series !== undefined && series !== 'sum') {
        addMistake('series', 'can only be sum, because these are counts');
      }
    }
  });

export type PrometheusSourceSettings = z.infer<typeof prometheusSourceSchema>;

function findForm(settings: Partial<Record<QueryKey, string>>) {
  const given = QUERY_KEYS.filter(key => settings[key] !== undefined);
  return FORMS.find(
    ({ keys }) =>
      keys.length === given.length && keys.every(key => given.includes(key)),
  );
}

/** The kinds of metric that these settings can be read as. */
export function listMetricKinds(
  settings: PrometheusSourceSettings,
): readonly MetricKind[] {
  return findForm(settings)?.kinds ?? [];
}
