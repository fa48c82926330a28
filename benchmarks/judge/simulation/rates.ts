import type { Outcome } from './cell';

/** A share with its 95 % interval by Wilson (1927). */
export interface Rate {
  rate: number;
  low: number;
  high: number;
}

const Z = 1.959963984540054;

/** Calculates the interval of `hits` out of `n`. */
export function estimateRate(hits: number, n: number): Rate {
  if (n === 0) return { rate: NaN, low: 0, high: 1 };
  const rate = hits / n;
  const centre = (hits + Z ** 2 / 2) / (n + Z ** 2);
  const half =
    (Z * Math.sqrt((hits * (n - hits)) / n + Z ** 2 / 4)) / (n + Z ** 2);
  return {
    rate,
    low: Math.max(0, centre - half),
    high: Math.min(1, centre + half),
  };
}

/** The chance that at least one of so many independent metrics raises an alarm, from the rate of one. */
export function scaleToMetrics(rate: Rate, metrics: number): Rate {
  const scale = (share: number) => -Math.expm1(metrics * Math.log1p(-share));
  return {
    rate: scale(rate.rate),
    low: scale(rate.low),
    high: scale(rate.high),
  };
}

/** Counts the rollouts whose score ever exceeded the limit. */
export function countAlarms(
  outcomes: readonly Outcome[],
  limit: number,
): number {
  return outcomes.filter(({ records }) => {
    const last = records[records.length - 1];
    return last !== undefined && last[1] > limit;
  }).length;
}

/** The looks until the alarm, sorted, of the rollouts that had one. */
export function listAlarmLooks(
  outcomes: readonly Outcome[],
  limit: number,
): number[] {
  return outcomes
    .flatMap(({ records }) => records.find(([, score]) => score > limit) ?? [])
    .filter((_, index) => index % 2 === 0)
    .sort((a, b) => a - b);
}

/** A limit from fewer alarms would be chance. */
const LEAST_ALARMS = 3;

/**
 * Calibrates a rule: the lowest limit with which at most the given share of the rollouts raises an alarm. But at least
 * `LEAST_ALARMS` rollouts may, because a limit from fewer would be chance; that favours the rule.
 */
export function calibrate(outcomes: readonly Outcome[], share: number): number {
  const best = outcomes
    .map(({ records }) => records[records.length - 1]?.[1] ?? -Infinity)
    .sort((a, b) => b - a);
  const allowed = Math.max(
    LEAST_ALARMS,
    Math.floor(share * outcomes.length + 1e-9),
  );
  return best[allowed] ?? -Infinity;
}
