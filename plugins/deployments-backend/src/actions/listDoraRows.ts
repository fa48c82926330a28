import { DORA_METRICS } from '@slipway/backstage-plugin-deployments-common';
import type { DoraMetricName } from '@slipway/backstage-plugin-deployments-common';
import { listRows } from '../deliveryMetrics/api/metricsHandlers';
import { requireActingUser } from './actionOptions';
import {
  type DoraActionOptions,
  selectionInput,
  toSelection,
} from './doraSelection';

export function registerListDoraRows(options: DoraActionOptions): void {
  const { registry, api } = options;
  registry.register({
    name: 'list-dora-rows',
    title: 'List what a DORA metric counts',
    description:
      'Lists the deployments, commits or recoveries behind a DORA metric, newest first, and says why each one counted or not. The value of the metric follows from the counted rows.',
    attributes: { readOnly: true, destructive: false, idempotent: true },
    schema: {
      input: z =>
        z.object({
          metric: z.enum(DORA_METRICS as [DoraMetricName, ...DoraMetricName[]]),
          ...selectionInput(z),
          counted: z
            .boolean()
            .optional()
            .describe(
              'True: only rows that counted. False: only rows that did not. Default: all rows',
            ),
          limit: z.number().int().min(1).max(100).optional(),
          cursor: z
            .string()
            .max(2000)
            .optional()
            .describe('nextCursor of the previous page'),
        }),
      output: z =>
        z.object({
          rows: z.array(
            z.object({
              type: z.string(),
              id: z.string(),
              service: z.string(),
              environment: z.string().optional(),
              version: z.string().optional(),
              title: z.string().optional(),
              at: z.string(),
              counted: z.boolean(),
              hit: z
                .boolean()
                .optional()
                .describe('For ratios: whether the row is in the numerator'),
              value: z.number().optional().describe('Milliseconds'),
              why: z.string().optional(),
              url: z.string().optional(),
              incidents: z.array(
                z.object({ title: z.string(), role: z.string() }),
              ),
            }),
          ),
          counted: z
            .number()
            .describe('Number of rows that count, on all pages'),
          excluded: z.number(),
          nextCursor: z.string().optional(),
        }),
    },
    action: async ({ input, credentials }) => {
      const caller = await requireActingUser(api, credentials);
      const { metric, limit, cursor, counted, ...selection } = input;
      const page = await listRows(options, caller, metric, {
        ...toSelection(selection),
        counted,
        limit: limit ?? 20,
        cursor,
      });
      return {
        output: {
          rows: page.items.map(row => ({
            type: row.type,
            id: row.id,
            service: row.service,
            environment: row.environment,
            version: row.version,
            title: row.title,
            at: row.at,
            counted: row.counted,
            hit: row.hit,
            value: row.value,
            why: row.why,
            url: row.url,
            incidents: (row.incidents ?? []).map(({ title, role }) => ({
              title,
              role,
            })),
          })),
          ...page.totals,
          nextCursor: page.nextCursor,
        },
      };
    },
  });
}
