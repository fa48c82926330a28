import type { DoraMetricName } from '@slipway/backstage-plugin-deployments-common';
import type {
  Figures,
  PeriodFigures,
  ReasonCounts,
} from '../definitions/metricValues';
import type { DoraFilter, Span } from '../persistence/metricFilter';

/**
 * Computes the delivery metrics from one snapshot of the database. There are two implementations, from the rows and from
 * the compressed daily rollups. They agree to the last digit.
 */
export interface MetricReader {
  /** Computes the figures of a span, of the previous one, and of each period. */
  sums(request: SumsRequest): Promise<Sums>;
  /** Counts what each metric excludes from a span, by reason. */
  excluded(
    filter: DoraFilter,
    span: Span,
  ): Promise<Record<DoraMetricName, ReasonCounts>>;
  /** Counts the rows of a metric that count, and those that do not. */
  totals(request: TotalsRequest): Promise<RowTotals>;
}

export interface SumsRequest {
  filter: DoraFilter;
  span: Span;
  /** The span to compare with; ends before the span starts. */
  previous: Span;
  /** Start of each day of the span, in epoch milliseconds. */
  dayStarts: readonly number[];
  /** When each period of the span starts. */
  starts: readonly number[];
  /** Deployments that finished at or after this time may still turn out to have failed. */
  settlingSince: number;
}

export interface Sums {
  figures: Figures;
  /** Only what the comparison needs. */
  previous: Figures;
  trend: PeriodFigures[];
}

interface TotalsRequest {
  metric: DoraMetricName;
  filter: DoraFilter;
  span: Span;
}

export interface RowTotals {
  counted: number;
  excluded: number;
}
