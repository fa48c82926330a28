import type {
  DoraCard,
  DoraMetricName,
  DoraPeriod,
} from '@slipway/backstage-plugin-deployments-common';
import type { Database } from '../../persistence/database';
import { findOldestPending } from '../persistence/pendingRecomputation';
import { findOldestEnded } from '../../persistence/repositories/endedDeployments';
import type { BandYear } from '../definitions/bands';
import { listCards, listPeriodValues } from '../definitions/metricValues';
import type { MetricRange } from '../definitions/periods';
import type { DoraFilter } from '../persistence/metricFilter';
import { time } from './rows/rowSource';
import { inSnapshot } from './inSnapshot';
import { createMetricReader } from './createMetricReader';

export interface MetricsRequest {
  filter: DoraFilter;
  range: MetricRange;
  /** Start of each day of the range, in epoch milliseconds. */
  dayStarts: readonly number[];
  /** Deployments that finished at or after this time may still turn out to have failed. */
  settlingSince: number;
  bandsYear: BandYear;
  /** In the unit of the metric. */
  targets: Partial<Record<DoraMetricName, number>>;
  now: number;
}

export interface MetricsResponse {
  cards: DoraCard[];
  trend: DoraPeriod[];
  /** Whether any row is demo data. */
  demo: boolean;
  /** The time up to which records have been processed, in epoch milliseconds. */
  asOf: number;
}

/** Reads the five metrics of a range, those of the previous one, and the trend. */
export function readMetrics(
  database: Database,
  request: MetricsRequest,
): Promise<MetricsResponse> {
  const { filter, range, dayStarts, settlingSince } = request;
  const span = { from: range.from, until: range.until };
  // A future period has no values, not even 0 deployments.
  const periods = range.periods.filter(period => period.from < range.until);
  return inSnapshot(database, async snapshot => {
    const { figures, previous, trend } = await createMetricReader(
      snapshot,
    ).sums({
      filter,
      span,
      previous: { from: range.previous.from, until: range.previous.to },
      dayStarts: dayStarts.filter(day => day < range.until),
      starts: periods.map(period => period.from),
      settlingSince,
    });
    return {
      cards: listCards(figures, previous, {
        days: range.days,
        previousDays: range.previous.days,
        bandsYear: request.bandsYear,
        targets: request.targets,
      }),
      trend: periods.map((period, i) => ({
        from: time(period.from),
        to: time(period.to),
        label: period.label,
        partial: period.partial,
        values: listPeriodValues(trend[i]),
      })),
      demo: figures.demo,
      asOf: await readProcessedUntil(snapshot, request.now),
    };
  });
}

async function readProcessedUntil(
  { knex }: Database,
  now: number,
): Promise<number> {
  const pending = await findOldestPending(knex);
  const ended = await findOldestEnded(knex);
  return Math.min(now, pending ?? now, ended ?? now);
}
