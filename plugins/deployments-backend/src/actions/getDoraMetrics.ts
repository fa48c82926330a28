import type { DoraCard } from '@slipway/backstage-plugin-deployments-common';
import { getMetrics } from '../deliveryMetrics/api/metricsHandlers';
import { requireActingUser } from './actionOptions';
import {
  type DoraActionOptions,
  selectionInput,
  toSelection,
} from './doraSelection';

export function registerGetDoraMetrics(options: DoraActionOptions): void {
  const { registry, api } = options;
  registry.register({
    name: 'get-dora-metrics',
    title: 'Get delivery metrics',
    description:
      'Returns the five DORA metrics (deployment frequency, change lead time, change fail rate, failed deployment recovery time, deployment rework rate) of a team, a system, a service or everybody over a period of days, each with its sample size, the value of the previous period and what was excluded. They show a team its own trend: do not rank teams by them. A metric without a value has insufficient data, which is neither good nor bad.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z => z.object(selectionInput(z)),
      output: z =>
        z.object({
          from: z.string(),
          to: z.string().describe('Exclusive'),
          timeZone: z.string(),
          asOf: z.string().describe('Records up to this time are included'),
          hiddenServices: z
            .number()
            .describe(
              'Number of services that are not included because the user may not see them',
            ),
          demo: z.boolean().describe('Whether the metrics include demo data'),
          metrics: z.array(
            z.object({
              metric: z.string(),
              value: z
                .number()
                .optional()
                .describe('Absent: insufficient data'),
              unit: z
                .string()
                .describe(
                  'per-day: deployments a day; milliseconds: a median; ratio: from 0 to 1',
                ),
              n: z.number().describe('Sample size'),
              p75: z.number().optional(),
              p90: z.number().optional(),
              numerator: z.number().optional(),
              open: z
                .number()
                .optional()
                .describe('Failures that have not recovered yet'),
              previous: z
                .number()
                .optional()
                .describe('Value of the previous period of the same length'),
              previousN: z.number().optional(),
              target: z.number().optional(),
              band: z
                .string()
                .optional()
                .describe(
                  'Level in the State of DevOps report of the named year',
                ),
              settling: z
                .number()
                .describe(
                  'Deployments that may still be linked to an incident',
                ),
              excluded: z.array(
                z.object({ reason: z.string(), count: z.number() }),
              ),
              warnings: z.array(z.string()),
            }),
          ),
        }),
    },
    action: async ({ input, credentials }) => {
      const caller = await requireActingUser(api, credentials);
      const found = await getMetrics(options, caller, toSelection(input));
      return {
        output: {
          from: found.from,
          to: found.to,
          timeZone: found.timeZone,
          asOf: found.asOf,
          hiddenServices: found.hiddenServices,
          demo: found.demo,
          metrics: found.cards.map(toMetric),
        },
      };
    },
  });
}

function toMetric({
  band,
  breakdown: _,
  deploymentDaysPerWeek: __,
  ...card
}: DoraCard) {
  return {
    ...card,
    ...(band ? { band: `${band.names.join(' or ')} (${band.year})` } : {}),
  };
}
