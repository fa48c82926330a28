import type { AnalysisMetric } from '@slipway/backstage-plugin-deployments-common';

/** How many times the smallest effect that matters fits on each side of the plot's centre. */
const SPAN = 3;

/**
 * Where an effect and its interval are drawn. All positions are percentages of the plot's width: 50 is no difference, and
 * further right is worse.
 */
export interface IntervalPosition {
  /** Where harm begins; also on the left if any difference is harm. */
  thresholds: number[];
  /** Undefined if the effect is unknown. */
  effect?: number;
  low: number;
  high: number;
  /** Whether the interval continues beyond the plot. */
  isLowCut: boolean;
  isHighCut: boolean;
}

/**
 * Places the effect of a metric on a scale of its own smallest effect that matters. So the thresholds of all metrics are
 * below each other, whatever their size and whichever direction is bad.
 */
export function positionInterval(
  metric: Pick<AnalysisMetric, 'bad' | 'minimumEffect' | 'effect' | 'interval'>,
): IntervalPosition {
  const { bad, minimumEffect, effect, interval } = metric;
  const sign = bad === 'decrease' ? -1 : 1;
  const toPosition = (value: number) => {
    const position = 50 + (50 * sign * value) / (SPAN * minimumEffect);
    return Math.min(100, Math.max(0, position));
  };
  const ends = [
    toPosition(interval.low ?? -Infinity),
    toPosition(interval.high ?? Infinity),
  ];
  const low = Math.min(...ends);
  const high = Math.max(...ends);
  return {
    thresholds: (bad === 'either' ? [-1, 1] : [sign]).map(direction =>
      toPosition(direction * minimumEffect),
    ),
    ...(effect === undefined ? {} : { effect: toPosition(effect) }),
    low,
    high,
    isLowCut: low === 0,
    isHighCut: high === 100,
  };
}
