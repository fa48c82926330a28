import type {
  DoraMetricName,
  DoraReason,
} from '@slipway/backstage-plugin-deployments-common';
import type { Database } from '../../persistence/database';
import type { LeadTimeParts, ReasonCounts } from '../definitions/metricValues';
import type { Group } from '../rollups/rollupQuantiles';
import { countRows, computeGroupQuantiles } from '../rollups/rollupQuantiles';
import { parseKindBin } from '../rollups/samples';
import type { Series, Valued } from '../persistence/rollups/rollupSeries';
import type { RawDays, Histogram } from '../rollups/histogram';
import { readRawDays, readTallies } from '../rollups/histogram';
import type { GroupRow } from '../persistence/countColumns';
import { addUp } from '../persistence/countColumns';
import type { DoraFilter, Span } from '../persistence/metricFilter';
import { mergeExcluded } from './mergeExcluded';
import type {
  MetricReader,
  RowTotals,
  Sums,
  SumsRequest,
} from './metricReader';

const PARTS = ['coding', 'review', 'waiting', 'deploying'] as const;
const LEFT_OUT = ['change-left-out', 'recovery-left-out'] as const;

/** Above this number of services, subtracting their rows takes longer than reading all others. */
const MAX_WITHOUT = 25;

/** Whether rollups help: for all rows of a tier, or nearly all. Fewer rows are read faster one by one. */
export function includesNearlyAllRows(filter: DoraFilter): boolean {
  const { owners, system, services, without = [], allowed } = filter;
  return (
    !owners &&
    system === undefined &&
    !services &&
    without.length <= MAX_WITHOUT &&
    !allowed
  );
}

/** Creates a reader that computes from rollups. It asks `rows` where rollups do not help, or too few days have one. */
export function createRollupReader(
  snapshot: Database,
  rows: MetricReader,
): MetricReader {
  const count = async (filter: DoraFilter, span: Span) =>
    includesNearlyAllRows(filter)
      ? countFromRollups(snapshot, filter, span)
      : undefined;
  return {
    async sums(request) {
      const sums = includesNearlyAllRows(request.filter)
        ? await sumFromRollups(snapshot, request)
        : undefined;
      return sums ?? rows.sums(request);
    },
    async excluded(filter, span) {
      const counts = await count(filter, span);
      return counts
        ? mergeExcluded({
            deployments: counts.deployments,
            changes: counts.changes.excluded,
            recoveries: counts.recoveries.excluded,
          })
        : rows.excluded(filter, span);
    },
    async totals(request) {
      const counts = await count(request.filter, request.span);
      return counts
        ? addUpTotals(counts, request.metric)
        : rows.totals(request);
    },
  };
}

/**
 * Computes figures of all rows from daily rollups: the same as from the rows, to the last digit. Returns undefined if
 * too few days have rollups.
 */
async function sumFromRollups(
  database: Database,
  request: SumsRequest,
): Promise<Sums | undefined> {
  const { filter, span, previous, dayStarts, starts, settlingSince } = request;
  if (span.until <= span.from) return undefined;
  const { tier } = filter;
  const ends = [previous.from, previous.until, span.from, span.until];
  const settling = Math.min(Math.max(settlingSince, previous.from), span.until);
  const inSpan = (at: number) => at >= span.from && at < span.until;
  const ofPeriods = rising([...ends, ...starts.filter(inSpan)]);
  const all = rising([...ofPeriods, ...dayStarts.filter(inSpan), settling]);
  const raw = await readRawDays(database.knex, filter, all);
  if (!raw) return undefined;

  const deployed = await getHistogram(database, tier, 'deployments', all, raw);
  const counts = (of: Span) => addUp(listGroups(deployed, of, settling));
  const timed = { tier, raw };
  const histograms = await readTallies(
    database,
    tier,
    ['lead', 'recovery'],
    ofPeriods,
    raw,
  );
  const spans = [
    span,
    previous,
    ...starts.map((from, i) => ({ from, until: starts[i + 1] ?? span.until })),
  ];
  const listTimes = async (series: Valued, of: Histogram, wanted: Span[]) =>
    computeGroupQuantiles(
      database,
      { ...timed, series, histogram: of },
      wanted.map(one => toGroup(of, one)),
    );
  const [lead, leadBefore, ...leadTrend] = await listTimes(
    'lead',
    required(histograms, 'lead'),
    spans,
  );
  const [recovery, recoveryBefore, ...recoveryTrend] = await listTimes(
    'recovery',
    required(histograms, 'recovery'),
    spans,
  );

  const whole = await readTallies(
    database,
    tier,
    [...PARTS, ...LEFT_OUT],
    rising([span.from, span.until]),
    raw,
  );
  const parts: LeadTimeParts = {};
  for (const part of PARTS) {
    const histogram = required(whole, part);
    const [{ n, quantiles }] = await listTimes(part, histogram, [span]);
    if (quantiles) parts[part] = { n, value: quantiles.p50 };
  }
  const changes = listReasons(required(whole, 'change-left-out'));
  const recoveries = listReasons(required(whole, 'recovery-left-out'));
  const now = counts(span);
  const before = counts(previous);
  return {
    figures: {
      delivery: {
        ...now.delivery,
        days: daysWithOne(deployed, dayStarts, span),
      },
      leadTime: {
        ...lead,
        excluded: { ...changes, ...now.withoutLeadTimes },
        parts,
      },
      failRate: now.failRate,
      recovery: {
        ...recovery,
        excluded: recoveries,
        open: recoveries['still-open'] ?? 0,
      },
      rework: now.rework,
      demo: now.demo,
    },
    previous: {
      delivery: { ...before.delivery, days: 0 },
      leadTime: { ...leadBefore, excluded: {}, parts: {} },
      failRate: before.failRate,
      recovery: { ...recoveryBefore, excluded: {}, open: 0 },
      rework: before.rework,
      demo: before.demo,
    },
    trend: starts.map((_, i) => {
      const { delivery, failRate, rework } = counts(spans[i + 2]);
      return {
        delivered: delivery.n,
        leadTime: leadTrend[i],
        failRate: { n: failRate.n, hits: failRate.hits },
        recovery: recoveryTrend[i],
        rework: { n: rework.n, hits: rework.hits },
      };
    }),
  };
}

interface RollupCounts {
  deployments: ReturnType<typeof addUp>;
  changes: { n: number; excluded: ReasonCounts };
  recoveries: { n: number; excluded: ReasonCounts };
}

/** Counts all rows of each kind, without their values. Returns undefined if too few days have rollups. */
async function countFromRollups(
  database: Database,
  filter: DoraFilter,
  span: Span,
): Promise<RollupCounts | undefined> {
  if (span.until <= span.from) return undefined;
  const { tier } = filter;
  const cuts = rising([span.from, span.until]);
  const raw = await readRawDays(database.knex, filter, cuts);
  if (!raw) return undefined;
  const histograms = await readTallies(
    database,
    tier,
    ['deployments', 'lead', 'recovery', ...LEFT_OUT],
    cuts,
    raw,
  );
  const size = (series: Series) => {
    const histogram = required(histograms, series);
    return [...histogram.bins.values()].reduce(
      (sum, { counts }) => sum + countRows(counts, toGroup(histogram, span)),
      0,
    );
  };
  const deployments = required(histograms, 'deployments');
  return {
    deployments: addUp(listGroups(deployments, span, span.until)),
    changes: {
      n: size('lead'),
      excluded: listReasons(required(histograms, 'change-left-out')),
    },
    recoveries: {
      n: size('recovery'),
      excluded: listReasons(required(histograms, 'recovery-left-out')),
    },
  };
}

function addUpTotals(
  { deployments, changes, recoveries }: RollupCounts,
  metric: DoraMetricName,
): RowTotals {
  const of = ({ n, excluded }: { n: number; excluded: ReasonCounts }) => ({
    counted: n,
    excluded: computeSum(excluded),
  });
  switch (metric) {
    case 'deployment-frequency':
      return of(deployments.delivery);
    case 'change-lead-time': {
      const { counted, excluded } = of(changes);
      return {
        counted,
        excluded: excluded + computeSum(deployments.withoutLeadTimes),
      };
    }
    case 'change-fail-rate':
      return of(deployments.failRate);
    case 'recovery-time':
      return of(recoveries);
    case 'rework-rate':
      return of(deployments.rework);
    default: {
      const unknown: never = metric;
      throw new Error(`Unknown metric ${unknown}`);
    }
  }
}

function computeSum(counts: ReasonCounts): number {
  return Object.values(counts).reduce((sum, n) => sum + n, 0);
}

async function getHistogram(
  database: Database,
  tier: string,
  series: Series,
  cuts: readonly number[],
  raw: RawDays,
): Promise<Histogram> {
  return required(
    await readTallies(database, tier, [series], cuts, raw),
    series,
  );
}

function required(
  histograms: ReadonlyMap<Series, Histogram>,
  series: Series,
): Histogram {
  const histogram = histograms.get(series);
  if (!histogram) throw new Error(`${series} was not read`);
  return histogram;
}

/** Returns the intervals of a span whose ends are both cuts. */
function toGroup({ cuts }: Histogram, { from, until }: Span): Group {
  if (until <= from) return { from: 0, until: 0 };
  return { from: cuts.indexOf(from), until: cuts.indexOf(until) };
}

function listGroups(
  histogram: Histogram,
  span: Span,
  settling: number,
): GroupRow[] {
  const group = toGroup(histogram, span);
  const late = toGroup(histogram, {
    from: Math.max(span.from, settling),
    until: span.until,
  });
  return [...histogram.bins].flatMap(([bin, { counts }]) => {
    const n = countRows(counts, group);
    if (n === 0) return [];
    const kind = parseKindBin(bin);
    return [
      {
        ...kind,
        n,
        settling: countRows(counts, late),
        demo: kind.demo ? n : 0,
      } as GroupRow,
    ];
  });
}

function daysWithOne(
  histogram: Histogram,
  dayStarts: readonly number[],
  span: Span,
): number {
  const delivered = [...histogram.bins].flatMap(([bin, { counts }]) =>
    parseKindBin(bin).delivery_counted ? [counts] : [],
  );
  return dayStarts.filter((from, i) => {
    const until = dayStarts[i + 1] ?? span.until;
    const group = toGroup(histogram, { from, until });
    return delivered.some(counts => countRows(counts, group) > 0);
  }).length;
}

function listReasons(histogram: Histogram): ReasonCounts {
  const excluded: ReasonCounts = {};
  for (const [reason, { counts }] of histogram.bins) {
    const n = countRows(counts, { from: 0, until: counts.length });
    if (n > 0) excluded[reason as DoraReason] = n;
  }
  return excluded;
}

function rising(times: readonly number[]): number[] {
  return [...new Set(times)].sort((a, b) => a - b);
}
