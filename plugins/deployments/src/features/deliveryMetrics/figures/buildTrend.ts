import type {
  DoraInterval,
  DoraMetricName,
  DoraMetrics,
  DoraUnit,
} from '@slipway/backstage-plugin-deployments-common';
import { DateTime } from 'luxon';
import { getLocale } from '../../../shared/format/locale';
import { formatInLayout } from '../../../shared/format/time';
import { toFrequency } from './figures';

/** A period of a metric's trend. */
export interface TrendPoint {
  /** First and last day, in the time zone of the figures. */
  from: string;
  to: string;
  /** Short name of the period, e.g. `16 Nov`. */
  name: string;
  /** Whether the period is in progress or only partly in the range. */
  partial: boolean;
  n: number;
  /** Absent without data. For the frequency: the period's deployments. */
  value?: number;
  p75?: number;
  p90?: number;
}

const NAMES = {
  day: 'd LLL',
  week: 'd LLL',
  month: 'LLL yyyy',
} as const satisfies Record<DoraInterval, string>;

export function buildTrend(
  metrics: Pick<DoraMetrics, 'trend' | 'interval' | 'timeZone'>,
  metric: DoraMetricName,
): TrendPoint[] {
  const zone = metrics.timeZone;
  return metrics.trend.map(period => {
    const first = DateTime.fromISO(period.from, {
      zone,
      locale: getLocale(),
    });
    const last = DateTime.fromISO(period.to, { zone }).minus({
      milliseconds: 1,
    });
    const { n, value, p75, p90 } = period.values.find(
      one => one.metric === metric,
    ) ?? { n: 0 };
    return {
      from: first.toFormat('yyyy-MM-dd'),
      to: last.toFormat('yyyy-MM-dd'),
      name: formatInLayout(first, NAMES[metrics.interval]),
      partial: period.partial,
      n,
      value,
      p75,
      p90,
    };
  });
}

/** Converts a target to the unit of the trend, where frequencies are counted by period. */
export function findTrendTarget(
  unit: DoraUnit,
  interval: DoraInterval,
  target: number | undefined,
): number | undefined {
  return target !== undefined && unit === 'per-day'
    ? toFrequency(target, interval)
    : target;
}

/** The least and the greatest value; undefined without data. */
export function findExtent(
  points: readonly TrendPoint[],
): { least: number; most: number } | undefined {
  const values = points.flatMap(({ value }) =>
    value === undefined ? [] : [value],
  );
  return values.length
    ? { least: Math.min(...values), most: Math.max(...values) }
    : undefined;
}
