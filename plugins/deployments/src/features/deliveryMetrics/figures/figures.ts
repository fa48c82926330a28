import type {
  DoraCard,
  DoraMetricName,
  DoraUnit,
} from '@slipway/backstage-plugin-deployments-common';
import { formatDuration, formatPercent } from '../../../shared/format/value';

/** The period of a frequency, chosen so that the number is easy to picture. */
export type Per = 'day' | 'week' | 'month';

const DAYS_OF: Record<Per, number> = {
  day: 1,
  week: 7,
  /** A twelfth of a mean Gregorian year. */
  month: 365.2425 / 12,
};

export function chooseFrequencyUnit(perDay: number): Per {
  if (perDay >= 1) {
    return 'day';
  }
  return perDay * DAYS_OF.week >= 1 ? 'week' : 'month';
}

export function toFrequency(perDay: number, per: Per): number {
  return perDay * DAYS_OF[per];
}

/** Formats a value with its unit, except frequencies, whose texts are translated. */
export function formatTimeOrRatio(value: number, unit: DoraUnit): string {
  return unit === 'ratio' ? formatPercent(value) : formatDuration(value);
}

/** The metrics for which more is better; for the others less is. */
function isMoreBetter(metric: DoraMetricName): boolean {
  return metric === 'deployment-frequency';
}

/** Larger changes in per cent, from nearly nothing to something, are meaningless. */
const MOST_TIMES = 10;

/** The change of a value against the preceding period of equal length. */
export interface Change {
  direction: 'up' | 'down' | 'same';
  /** Undefined if it stayed the same. */
  isBetter?: boolean;
  /** In percentage points for ratios, else in per cent of the previous value; undefined if that was 0. */
  amount?: { value: number; unit: 'points' | 'percent' };
}

/** Compares with the preceding period; undefined if one of the two has no data. */
export function buildChange(
  card: Pick<DoraCard, 'metric' | 'unit' | 'value' | 'previous'>,
): Change | undefined {
  const { metric, unit, value, previous } = card;
  if (value === undefined || previous === undefined) {
    return undefined;
  }
  if (value === previous) {
    return { direction: 'same' };
  }
  const isUp = value > previous;
  let amount: Change['amount'];
  if (unit === 'ratio') {
    amount = { value: (value - previous) * 100, unit: 'points' };
  } else if (previous !== 0 && value / previous <= MOST_TIMES) {
    amount = { value: (value / previous - 1) * 100, unit: 'percent' };
  }
  return {
    direction: isUp ? 'up' : 'down',
    isBetter: isUp === isMoreBetter(metric),
    amount,
  };
}

/** Whether a value reaches its target; meeting it exactly counts. */
export function reachesTarget(
  metric: DoraMetricName,
  value: number,
  target: number,
): boolean {
  return isMoreBetter(metric) ? value >= target : value <= target;
}
