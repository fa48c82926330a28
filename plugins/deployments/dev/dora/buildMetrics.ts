import {
  DORA_METRICS,
  type DoraCard,
  type DoraInterval,
  type DoraMetricName,
  type DoraMetrics,
  type DoraRow,
} from '@slipway/backstage-plugin-deployments-common';
import { DateTime } from 'luxon';
import { metrics } from '../../src/__testUtils__/doraFixtures';
import type { Portal } from '../portal';
import { buildRows, type RowFilter } from './buildRows';

const DAY = 24 * 3_600_000;

const UNITS: Record<DoraMetricName, DoraCard['unit']> = {
  'deployment-frequency': 'per-day',
  'change-lead-time': 'milliseconds',
  'change-fail-rate': 'ratio',
  'recovery-time': 'milliseconds',
  'rework-rate': 'ratio',
};

const TARGETS: Partial<Record<DoraMetricName, number>> = {
  'change-lead-time': DAY,
  'change-fail-rate': 0.15,
};

function toTime(at: number): string {
  return new Date(at).toISOString();
}

function findQuantile(values: number[], share: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)];
}

/** The figures of rows; a frequency is the number of deployments. */
function summarizeRows(metric: DoraMetricName, rows: DoraRow[]) {
  const counted = rows.filter(row => row.counted);
  const n = counted.length;
  const numerator = counted.filter(({ hit }) => hit).length;
  const values = counted.map(({ value = 0 }) => value);
  switch (UNITS[metric]) {
    case 'per-day':
      return { n, value: n };
    case 'ratio':
      return { n, numerator, value: n > 0 ? numerator / n : undefined };
    default:
      return {
        n,
        value: findQuantile(values, 0.5),
        p75: findQuantile(values, 0.75),
        p90: findQuantile(values, 0.9),
      };
  }
}

function buildCard(
  portal: Portal,
  metric: DoraMetricName,
  filter: RowFilter,
): DoraCard {
  const elapsed = Math.min(filter.to, Date.now()) - filter.from;
  const rows = buildRows(portal, metric, filter);
  const figures = summarizeRows(metric, rows);
  const previous = summarizeRows(
    metric,
    buildRows(portal, metric, findPrevious(filter)),
  );
  const isFrequency = metric === 'deployment-frequency';
  const days = isFrequency ? elapsed / DAY : 1;
  const divide = ({ n, value }: typeof figures) =>
    value === undefined || (isFrequency && n === 0) ? undefined : value / days;
  const reasons = new Set(rows.flatMap(({ reason }) => reason ?? []));
  const open = rows.filter(({ reason }) => reason === 'still-open').length;
  const dates = new Set(
    rows.filter(({ counted }) => counted).map(({ at }) => at.slice(0, 10)),
  );
  return {
    ...figures,
    metric,
    unit: UNITS[metric],
    value: divide(figures),
    previous: divide(previous),
    previousN: previous.n,
    target: TARGETS[metric],
    deploymentDaysPerWeek: isFrequency ? (dates.size / days) * 7 : undefined,
    band: isFrequency ? findBand(divide(figures)) : undefined,
    breakdown: metric === 'change-lead-time' ? splitLeadTime(rows) : undefined,
    open: metric === 'recovery-time' ? open : undefined,
    excluded: [...reasons].map(reason => ({
      reason,
      count: rows.filter(row => row.reason === reason).length,
    })),
    warnings: [],
    settling: rows.filter(row => row.counted && row.settling).length,
  };
}

function findBand(perDay: number | undefined): DoraCard['band'] {
  return perDay === undefined
    ? undefined
    : {
        names: [perDay >= 1 / 7 ? 'high' : 'medium'],
        year: 2024,
        source: 'https://dora.dev/research/2024/dora-report/',
      };
}

/** The parts of lead times. A third of the time before the deployment is coding, and half of it is review. */
function splitLeadTime(rows: DoraRow[]): DoraCard['breakdown'] {
  const before = rows.map(
    ({ startedAt = '', authoredAt = '' }) =>
      Date.parse(startedAt) - Date.parse(authoredAt),
  );
  const summarize = (values: number[]) => ({
    value: findQuantile(values, 0.5),
    n: values.length,
  });
  return {
    coding: summarize(before.map(value => value / 3)),
    review: summarize(before.map(value => value / 2)),
    waiting: summarize(before.map(value => value / 6)),
    deploying: summarize(
      rows.map(({ value = 0 }, index) => value - before[index]),
    ),
  };
}

/** The period before, as long as the part of this one that is over. */
function findPrevious({ from, to, ...rest }: RowFilter): RowFilter {
  const start = from - (to - from);
  return { ...rest, from: start, to: start + Math.min(to, Date.now()) - from };
}

/** The metrics of a selection, counted from its rows. */
export function buildMetrics(
  portal: Portal,
  filter: RowFilter,
  { interval, timeZone }: { interval: DoraInterval; timeZone: string },
): DoraMetrics {
  const { from, to } = filter;
  const previous = findPrevious(filter);
  const starts: DateTime[] = [];
  for (
    let start = DateTime.fromMillis(from, { zone: timeZone }).startOf(interval);
    start.toMillis() < to;
    start = start.plus({ [interval]: 1 })
  ) {
    starts.push(start);
  }
  return metrics({
    from: toTime(from),
    to: toTime(to),
    elapsedTo: to > Date.now() ? toTime(Date.now()) : undefined,
    previous: { from: toTime(previous.from), to: toTime(previous.to) },
    interval,
    timeZone,
    asOf: toTime(Date.now()),
    cards: DORA_METRICS.map(metric => buildCard(portal, metric, filter)),
    trend: starts.map(start => {
      const end = start.plus({ [interval]: 1 }).toMillis();
      const period = {
        from: Math.max(from, start.toMillis()),
        to: Math.min(to, end),
      };
      return {
        from: toTime(start.toMillis()),
        to: toTime(end),
        label: start.toISODate() ?? undefined,
        partial: start.toMillis() < from || end > Date.now(),
        values: DORA_METRICS.map(metric => ({
          metric,
          ...summarizeRows(
            metric,
            buildRows(portal, metric, { ...filter, ...period }),
          ),
        })),
      };
    }),
  });
}
