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
  DeploymentRecordFields,
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

/** All rows in memory, one loop for each number: slow and obvious, to hold the queries against. */
export function referenceFigures(
  facts: readonly ServiceRecords[],
  request: FiguresRequest,
  incidentWindowMs: number,
): Figures {
  const { span, dayStarts, settlingSince } = request;
  const rows = derivedRows(facts, request.filter, span, incidentWindowMs);
  const { deployments, leadTimes, recoveries } = rows;
  const delivered = deployments.filter(({ row }) => row.delivery.counted);
  const isSettling = ({ fact }: { fact: DeploymentRecordFields }) =>
    fact.finishedAt >= settlingSince;
  const ratioOf = (of: 'rate' | 'rework'): Ratio => ({
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
        delivered.map(({ fact }) => placeIn(dayStarts, fact.finishedAt)),
      ).size,
      settling: delivered.filter(isSettling).length,
      excluded: reasons(deployments.map(({ row }) => row.delivery)),
    },
    leadTime: {
      ...sampleOf(lead.map(row => row.leadMs ?? NaN)),
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
    failRate: ratioOf('rate'),
    recovery: {
      ...sampleOf(recovered.map(durationOf)),
      excluded: reasons(recoveries.map(row => row.counting)),
      open: recoveries.filter(row => row.endedAt === undefined).length,
    },
    rework: ratioOf('rework'),
    demo: deployments.some(({ fact }) => fact.demo),
  };
}

export function referenceTrend(
  facts: readonly ServiceRecords[],
  filter: DoraFilter,
  span: Span,
  starts: readonly number[],
  incidentWindowMs: number,
): PeriodFigures[] {
  return starts.map((from, i) => {
    const period = { from, until: starts[i + 1] ?? span.until };
    const { deployments, leadTimes, recoveries } = derivedRows(
      facts,
      filter,
      period,
      incidentWindowMs,
    );
    const shareOf = (of: 'rate' | 'rework') => ({
      n: deployments.filter(({ row }) => row[of].counted).length,
      hits: deployments.filter(({ row }) => row[of].hit).length,
    });
    return {
      delivered: deployments.filter(({ row }) => row.delivery.counted).length,
      leadTime: sampleOf(
        leadTimes
          .filter(row => row.counting.counted)
          .map(row => row.leadMs ?? NaN),
      ),
      failRate: shareOf('rate'),
      recovery: sampleOf(
        recoveries.filter(row => row.counting.counted).map(durationOf),
      ),
      rework: shareOf('rework'),
    };
  });
}

interface ReferenceRows {
  deployments: { fact: DeploymentRecordFields; row: DeploymentProjection }[];
  leadTimes: (LeadTime & { service: string })[];
  recoveries: (Recovery & { service: string })[];
}

function derivedRows(
  facts: readonly ServiceRecords[],
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
  for (const one of facts) {
    if (filter.services && !filter.services.includes(one.service)) continue;
    const derived = derivedOf(one, incidentWindowMs);
    for (const row of derived.deployments) {
      const fact = one.deployments.find(({ id }) => id === row.id);
      if (fact && isChosen(fact) && isIn(fact.finishedAt)) {
        rows.deployments.push({ fact, row });
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

/** By facts and window: slow, and asked of the same facts for each selection. */
const known = new WeakMap<ServiceRecords, Map<number, Projections>>();

function derivedOf(
  facts: ServiceRecords,
  incidentWindowMs: number,
): Projections {
  const byWindow = known.get(facts) ?? new Map<number, Projections>();
  known.set(facts, byWindow);
  const derived =
    byWindow.get(incidentWindowMs) ?? referenceMetrics(facts, incidentWindowMs);
  byWindow.set(incidentWindowMs, derived);
  return derived;
}

function sampleOf(values: readonly number[]): {
  n: number;
  quantiles?: Quantiles;
} {
  const sorted = ascending(values);
  const [p50, p75, p90] = [0.5, 0.75, 0.9].map(p => percentile(sorted, p));
  return p50 === undefined || p75 === undefined || p90 === undefined
    ? { n: 0 }
    : { n: values.length, quantiles: { p50, p75, p90 } };
}

function durationOf({ startedAt, endedAt }: Recovery): number {
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
