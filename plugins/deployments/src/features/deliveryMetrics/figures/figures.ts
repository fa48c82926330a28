import {
  formatDuration,
  type DoraCard,
  type DoraMetricName,
  type DoraUnit,
} from '@slipway/backstage-plugin-deployments-common';

/** Formats a number with up to two decimals, without trailing zeros. */
export function formatShortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) {
    return String(Math.round(value));
  }
  return String(Number(value.toFixed(size >= 10 ? 1 : 2)));
}

/** Formats a change with up to one decimal; more would suggest false precision. */
export function formatShortChange(value: number): string {
  const size = Math.abs(value);
  const text =
    size >= 10 ? String(Math.round(size)) : String(Number(size.toFixed(1)));
  return `${value < 0 ? '−' : '+'}${text === '0' ? '< 0.1' : text}`;
}

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

/** Formats a ratio in per cent. */
export function percent(ratio: number): string {
  return withNoBreakSpaces(`${formatShortNumber(ratio * 100)} %`);
}

/** Keeps a number and its unit on one line. */
export function withNoBreakSpaces(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

/** Formats a value with its unit, except frequencies, whose texts are translated. */
export function formatTimeOrRatio(value: number, unit: DoraUnit): string {
  return unit === 'ratio' ? percent(value) : formatDuration(value);
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
