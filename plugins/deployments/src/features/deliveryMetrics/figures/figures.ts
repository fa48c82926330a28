import {
  formatDuration,
  type DoraCard,
  type DoraMetricName,
  type DoraUnit,
} from '@slipway/backstage-plugin-deployments-common';

/** Up to two decimals, without zeros at the end. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) {
    return String(Math.round(value));
  }
  return String(Number(value.toFixed(size >= 10 ? 1 : 2)));
}

/** How much something changed: more decimals than one say nothing. */
export function shortChange(value: number): string {
  const size = Math.abs(value);
  const text =
    size >= 10 ? String(Math.round(size)) : String(Number(size.toFixed(1)));
  return `${value < 0 ? '−' : '+'}${text === '0' ? '< 0.1' : text}`;
}

/** In how many days a frequency is said, so that it is a number that one can picture. */
export type Per = 'day' | 'week' | 'month';

const DAYS_OF: Record<Per, number> = {
  day: 1,
  week: 7,
  /** A twelfth of a mean Gregorian year. */
  month: 365.2425 / 12,
};

export function perOf(perDay: number): Per {
  if (perDay >= 1) {
    return 'day';
  }
  return perDay * DAYS_OF.week >= 1 ? 'week' : 'month';
}

export function frequencyIn(perDay: number, per: Per): number {
  return perDay * DAYS_OF[per];
}

/** A ratio as per cent. */
export function percent(ratio: number): string {
  return unbroken(`${shortNumber(ratio * 100)} %`);
}

/** So that a line does not end between a number and its unit. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

/** A value in the words of its unit, but for frequencies, whose words need translating. */
export function formatTimeOrRatio(value: number, unit: DoraUnit): string {
  return unit === 'ratio' ? percent(value) : formatDuration(value);
}

/** More of it is better; of everything else less is. */
function isMoreBetter(metric: DoraMetricName): boolean {
  return metric === 'deployment-frequency';
}

/** From next to nothing to something: in per cent that is a large number that says nothing. */
const MOST_TIMES = 10;

/** How a value moved against the equal period before. */
export interface Change {
  direction: 'up' | 'down' | 'same';
  /** Undefined where it stayed the same. */
  isBetter?: boolean;
  /** Of ratios percentage points, of others per cent of what was before; undefined where that was 0. */
  amount?: { value: number; of: 'points' | 'percent' };
}

/** Undefined: one of the two periods has no data, so that there is nothing to compare. */
export function changeOf(
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
    amount = { value: (value - previous) * 100, of: 'points' };
  } else if (previous !== 0 && value / previous <= MOST_TIMES) {
    amount = { value: (value / previous - 1) * 100, of: 'percent' };
  }
  return {
    direction: isUp ? 'up' : 'down',
    isBetter: isUp === isMoreBetter(metric),
    amount,
  };
}

/** Whether a value reaches its target; to meet it exactly is to reach it. */
export function reaches(
  metric: DoraMetricName,
  value: number,
  target: number,
): boolean {
  return isMoreBetter(metric) ? value >= target : value <= target;
}
