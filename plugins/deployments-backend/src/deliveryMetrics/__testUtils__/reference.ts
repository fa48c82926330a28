import type { DoraReason } from '@slipway/backstage-plugin-deployments-common';
import type {
  Counting,
  Projections,
  DeploymentProjection,
  LeadTime,
  Recovery,
} from '../definitions/projections';
import { referenceMetrics } from '../definitions/__testUtils__/referenceImplementation';
import type {
  SourceDeployment,
  ServiceRecords,
} from '../definitions/sourceRecords';
import type {
  Figures,
  PeriodFigures,
  Quantiles,
  Ratio,
  ReasonCounts,
} from '../definitions/metricValues';
import { percentile } from '../definitions/percentile';
import type { FiguresRequest } from '../queries/metricFigures';
import type { DoraFilter, Span } from '../persistence/metricFilter';

/**
 * Computes the figures from all rows in memory, one loop per number. Slow and simple, for comparison with the
 * queries.
 */
export function referenceFigures(
  records: readonly ServiceRecords[],
  request: FiguresRequest,
  incidentWindowMs: number,
): Figures {
  const { span, dayStarts, settlingSince } = request;
  const rows = derivedRows(records, request.filter, span, incidentWindowMs);
  const { deployments, leadTimes, recoveries } = rows;
  const delivered = deployments.filter(({ row }) => row.delivery.counted);
  const isSettling = ({ fields }: { fields: SourceDeployment }) =>
    fields.finishedAt >= settlingSince;
  const computeRatio = (of: 'rate' | 'rework'): Ratio => ({
    n: deployments.filter(({ row }) => row[of].counted).length,
    hits: deployments.filter(({ row }) => row[of].hit).length,
    settling: deployments.filter(d => d.row[of].counted && isSettling(d))
      .length,
    excluded: reasons(deployments.map(({ row }) => row[of])),
  });
  const lead = leadTimes.filter(row => row.counting.counted);
  const parts: Figures['leadTime']['parts'] = {};
  for (const part of ['coding', 'review', 'waiting', 'deploying'] as const) {
    const known = lead.flatMap(row => row[`${part}Ms`] ?? []);
    const value = percentile(ascending(known), 0.5);
    if (value !== undefined) parts[part] = { n: known.length, value };
  }
  const recovered = recoveries.filter(row => row.counting.counted);
  return {
    delivery: {
      n: delivered.length,
      days: new Set(
        delivered.map(({ fields }) => placeIn(dayStarts, fields.finishedAt)),
      ).size,
      settling: delivered.filter(isSettling).length,
      excluded: reasons(deployments.map(({ row }) => row.delivery)),
    },
    leadTime: {
      ...getSample(lead.map(row => row.leadMs ?? NaN)),
      excluded: reasons([
        ...leadTimes.map(row => row.counting),
        ...deployments.flatMap(({ row }): Counting[] =>
          row.withoutLeadTimes
            ? [{ counted: false, reason: row.withoutLeadTimes }]
            : [],
        ),
      ]),
      parts,
    },
    failRate: computeRatio('rate'),
    recovery: {
      ...getSample(recovered.map(getDuration)),
      excluded: reasons(recoveries.map(row => row.counting)),
      open: recoveries.filter(row => row.endedAt === undefined).length,
    },
    rework: computeRatio('rework'),
    demo: deployments.some(({ fields }) => fields.demo),
  };
}

export function referenceTrend(
  records: readonly ServiceRecords[],
  filter: DoraFilter,
  span: Span,
  starts: readonly number[],
  incidentWindowMs: number,
): PeriodFigures[] {
  return starts.map((from, i) => {
    const period = { from, until: starts[i + 1] ?? span.until };
    const { deployments, leadTimes, recoveries } = derivedRows(
      records,
      filter,
      period,
      incidentWindowMs,
    );
    const computeShare = (of: 'rate' | 'rework') => ({
      n: deployments.filter(({ row }) => row[of].counted).length,
      hits: deployments.filter(({ row }) => row[of].hit).length,
    });
    return {
      delivered: deployments.filter(({ row }) => row.delivery.counted).length,
      leadTime: getSample(
        leadTimes
          .filter(row => row.counting.counted)
          .map(row => row.leadMs ?? NaN),
      ),
      failRate: computeShare('rate'),
      recovery: getSample(
        recoveries.filter(row => row.counting.counted).map(getDuration),
      ),
      rework: computeShare('rework'),
    };
  });
}

interface ReferenceRows {
  deployments: { fields: SourceDeployment; row: DeploymentProjection }[];
  leadTimes: (LeadTime & { service: string })[];
  recoveries: (Recovery & { service: string })[];
}

function derivedRows(
  records: readonly ServiceRecords[],
  filter: DoraFilter,
  { from, until }: Span,
  incidentWindowMs: number,
): ReferenceRows {
  const isIn = (at: number) => at >= from && at < until;
  const isChosen = (row: {
    tier: string;
    ownerGroup?: string;
    system?: string;
  }) =>
    row.tier === filter.tier &&
    (!filter.owners || filter.owners.includes(row.ownerGroup ?? '')) &&
    (filter.system === undefined || filter.system === row.system);
  const rows: ReferenceRows = {
    deployments: [],
    leadTimes: [],
    recoveries: [],
  };
  for (const one of records) {
    if (filter.services && !filter.services.includes(one.service)) continue;
    const derived = getDerived(one, incidentWindowMs);
    for (const row of derived.deployments) {
      const fields = one.deployments.find(({ id }) => id === row.id);
      if (fields && isChosen(fields) && isIn(fields.finishedAt)) {
        rows.deployments.push({ fields, row });
      }
    }
    const { service } = one;
    rows.leadTimes.push(
      ...derived.leadTimes
        .filter(row => isChosen(row) && isIn(row.deployedAt))
        .map(row => ({ ...row, service })),
    );
    rows.recoveries.push(
      ...derived.recoveries
        .filter(row => isChosen(row) && isIn(row.startedAt))
        .map(row => ({ ...row, service })),
    );
  }
  return rows;
}

/** Cached by records and window, because it is slow and each selection uses the same records. */
const known = new WeakMap<ServiceRecords, Map<number, Projections>>();

function getDerived(
  records: ServiceRecords,
  incidentWindowMs: number,
): Projections {
  const byWindow = known.get(records) ?? new Map<number, Projections>();
  known.set(records, byWindow);
  const derived =
    byWindow.get(incidentWindowMs) ??
    referenceMetrics(records, incidentWindowMs);
  byWindow.set(incidentWindowMs, derived);
  return derived;
}

function getSample(values: readonly number[]): {
  n: number;
  quantiles?: Quantiles;
} {
  const sorted = ascending(values);
  const [p50, p75, p90] = [0.5, 0.75, 0.9].map(p => percentile(sorted, p));
  return p50 === undefined || p75 === undefined || p90 === undefined
    ? { n: 0 }
    : { n: values.length, quantiles: { p50, p75, p90 } };
}

function getDuration({ startedAt, endedAt }: Recovery): number {
  return (endedAt ?? NaN) - startedAt;
}

function reasons(rows: readonly Counting[]): ReasonCounts {
  const counts: Partial<Record<DoraReason, number>> = {};
  for (const { reason } of rows) {
    if (reason) counts[reason] = (counts[reason] ?? 0) + 1;
  }
  return counts;
}

function placeIn(starts: readonly number[], at: number): number {
  return starts.filter(start => start <= at).length;
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
