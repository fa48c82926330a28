import type { DoraReason } from '@slipway/backstage-plugin-deployments-common';
import type { Knex } from 'knex';
import type { Database } from '../../persistence/database';
import type { BigIntColumn } from '../../persistence/columns';
import { readNumber } from '../../persistence/columns';
import type {
  Figures,
  LeadTimeParts,
  PeriodFigures,
  Quantiles,
  ReasonCounts,
} from '../definitions/metricValues';
import { toBucket } from '../rollups/toBucket';
import type { GroupRow } from '../persistence/countColumns';
import { COUNTED_ALIKE, addReason, addUp } from '../persistence/countColumns';
import type { DoraFilter, DoraTable, Span } from '../persistence/metricFilter';
import { TIME_OF, toRows } from '../persistence/metricFilter';
import { computeQuantilesBy, computeQuantiles } from './sqlQuantiles';

export interface FiguresRequest {
  filter: DoraFilter;
  span: Span;
  /** Start of each day of the span, in epoch milliseconds. */
  dayStarts: readonly number[];
  /** Deployments that finished at or after this time may still turn out to have failed. */
  settlingSince: number;
  /** Leaves out exclusions, the parts of lead times and demo data: enough for comparison. */
  isBrief?: boolean;
}

const PARTS = ['coding', 'review', 'waiting', 'deploying'] as const;

/** Reads the figures of a span. */
export async function readFigures(
  database: Database,
  request: FiguresRequest,
): Promise<Figures> {
  const { filter, span, isBrief = false } = request;
  const { knex } = database;
  const counts = await countDeployments(knex, request);
  const days = await deploymentDays(database, request);
  const leadTimes = toRows(knex, 'dora_lead_times', filter, span);
  const recoveries = toRows(knex, 'dora_recoveries', filter, span);
  const lead = await computeQuantiles(
    database,
    leadTimes.clone().where('counted', true),
    isBrief ? ['lead_ms'] : ['lead_ms', ...PARTS.map(part => `${part}_ms`)],
  );
  const recovery = await computeQuantiles(
    database,
    recoveries.clone().where('counted', true),
    ['duration_ms'],
  );
  const left = isBrief
    ? { leadTime: {}, recovery: {} }
    : {
        leadTime: {
          ...(await listReasons(leadTimes)),
          ...counts.withoutLeadTimes,
        },
        recovery: await listReasons(recoveries),
      };
  return {
    delivery: { ...counts.delivery, days },
    leadTime: {
      ...(lead.get('lead_ms') ?? { n: 0 }),
      excluded: left.leadTime,
      parts: listParts(lead),
    },
    failRate: counts.failRate,
    recovery: {
      ...(recovery.get('duration_ms') ?? { n: 0 }),
      excluded: left.recovery,
      open: left.recovery['still-open'] ?? 0,
    },
    rework: counts.rework,
    demo: counts.demo,
  };
}

/**
 * Reads the figures of each period of a span, without those that only cards show. `starts`: when each period starts.
 */
export async function readTrend(
  database: Database,
  filter: DoraFilter,
  span: Span,
  starts: readonly number[],
): Promise<PeriodFigures[]> {
  const { knex } = database;
  const ratios: RatioRow[] = await knex
    .from(
      bucketed(database, 'dora_deployments', filter, span, starts)
        .select('delivery_counted', 'rate_counted', 'failed')
        .select('rework_counted', 'rework')
        .as('sample'),
    )
    .groupBy('bucket')
    .select('bucket')
    .select(computeSum(knex, 'delivery_counted', 'delivered'))
    .select(computeSum(knex, 'rate_counted', 'rated'))
    .select(computeSum(knex, 'failed', 'failed'))
    .select(computeSum(knex, 'rework_counted', 'reworkable'))
    .select(computeSum(knex, 'rework', 'reworked'));
  const byPeriod = new Map(ratios.map(row => [Number(row.bucket), row]));
  const lead = await timesBy(database, 'dora_lead_times', 'lead_ms');
  const recovery = await timesBy(database, 'dora_recoveries', 'duration_ms');
  return starts.map((_, period) => {
    const row = byPeriod.get(period);
    return {
      delivered: count(row?.delivered),
      leadTime: lead.get(period) ?? { n: 0 },
      failRate: { n: count(row?.rated), hits: count(row?.failed) },
      recovery: recovery.get(period) ?? { n: 0 },
      rework: { n: count(row?.reworkable), hits: count(row?.reworked) },
    };
  });

  function timesBy(on: Database, table: DoraTable, value: string) {
    return computeQuantilesBy(
      on,
      toRows(knex, table, filter, span).where('counted', true),
      value,
      toBucket(on, TIME_OF[table], starts),
    );
  }
}

interface RatioRow {
  bucket: BigIntColumn;
  delivered: BigIntColumn;
  rated: BigIntColumn;
  failed: BigIntColumn;
  reworkable: BigIntColumn;
  reworked: BigIntColumn;
}

function bucketed(
  database: Database,
  table: DoraTable,
  filter: DoraFilter,
  span: Span,
  starts: readonly number[],
): Knex.QueryBuilder {
  return toRows(database.knex, table, filter, span).select({
    bucket: toBucket(database, TIME_OF[table], starts),
  });
}

/** Counts the deployments of a span by what counts and what is excluded. */
export async function countDeployments(
  knex: Knex,
  {
    filter,
    span,
    settlingSince,
  }: Pick<FiguresRequest, 'filter' | 'span' | 'settlingSince'>,
) {
  const groups: GroupRow[] = await toRows(
    knex,
    'dora_deployments',
    filter,
    span,
  )
    .groupBy([...COUNTED_ALIKE])
    .select([...COUNTED_ALIKE])
    .count({ n: '*' })
    .select(
      knex.raw('sum(case when ?? >= ? then 1 else 0 end) as settling', [
        'finished_at',
        settlingSince,
      ]),
    )
    .select(computeSum(knex, 'demo', 'demo'));
  return addUp(groups);
}

async function deploymentDays(
  database: Database,
  { filter, span, dayStarts }: FiguresRequest,
): Promise<number> {
  if (dayStarts.length === 0) return 0;
  const [row]: { days: BigIntColumn }[] = await database.knex
    .from(
      bucketed(database, 'dora_deployments', filter, span, dayStarts)
        .where('delivery_counted', true)
        .as('sample'),
    )
    .countDistinct({ days: 'bucket' });
  return readNumber(row.days);
}

/** Counts the rows that do not count, by reason. */
export async function listReasons(
  rows: Knex.QueryBuilder,
): Promise<ReasonCounts> {
  const reasons: { reason: DoraReason; n: BigIntColumn }[] = await rows
    .clone()
    .where('counted', false)
    .groupBy('reason')
    .select('reason')
    .count({ n: '*' });
  const excluded: ReasonCounts = {};
  for (const { reason, n } of reasons) {
    addReason(excluded, reason, readNumber(n));
  }
  return excluded;
}

function listParts(
  found: ReadonlyMap<string, { n: number; quantiles: Quantiles }>,
): LeadTimeParts {
  const parts: LeadTimeParts = {};
  for (const part of PARTS) {
    const times = found.get(`${part}_ms`);
    if (times) parts[part] = { n: times.n, value: times.quantiles.p50 };
  }
  return parts;
}

function computeSum(knex: Knex, column: string, as: string): Knex.Raw {
  return knex.raw('sum(case when ?? then 1 else 0 end) as ??', [column, as]);
}

function count(value: BigIntColumn | null | undefined): number {
  return value === null || value === undefined ? 0 : readNumber(value);
}
