import type { MetricKind } from '@slipway/backstage-plugin-deployments-node';

/** Which change is bad. */
export type Direction = 'increase' | 'decrease' | 'either';

/** How one metric is judged. Fixed before the rollout starts: the promise about false alarms depends on that. */
export interface MetricPlan {
  /** Unique within the rollout. */
  name: string;
  kind: MetricKind;
  direction: Direction;
  /** The smallest relative effect that matters: 0.1 is 10 %. Smaller ones are never harm. More than 0, less than 1. */
  minimumEffect: number;
  /** For `count`: the smallest difference of the shares that matters, in addition. 0.0005 is 0.05 percentage points. */
  minimumDifference?: number;
  /** For `quantile`: between 0 and 1, e.g. 0.95. */
  quantile?: number;
  /** Samples that each version needs before there is a verdict: requests, or values of a gauge. */
  minimumSamples: number;
  /** Harm in a critical metric fails the rollout immediately, and it must pass before the last step. */
  critical: boolean;
  /** The group in the score, e.g. `technical`. */
  group: string;
  /** What missing data do: nothing, keep the rollout from being promoted, or count as harm. */
  withoutData: 'ignore' | 'wait' | 'fail';
  /** A level at which nobody waits for statistics. */
  hardLimit?: HardLimit;
}

/** A limit of the candidate's own value: the share of a `count`, or the value of a `gauge`. */
interface HardLimit {
  atMost: number;
  /** Looks with fewer requests don't count; irrelevant for a gauge. */
  minimumSamples: number;
  /** For how many looks in a row it must be exceeded. */
  looks: number;
}

/** 1 if an increase is bad, -1 if a decrease is. */
export type Sign = 1 | -1;

/** The directions to test for harm. */
export function listSigns(direction: Direction): readonly Sign[] {
  switch (direction) {
    case 'increase':
      return [1];
    case 'decrease':
      return [-1];
    case 'either':
      return [1, -1];
    default: {
      const unknown: never = direction;
      throw new Error(`Unknown direction: ${String(unknown)}`);
    }
  }
}

/**
 * Divides the probability of a false alarm: critical metrics share one half, the others the other half. If all or none
 * are critical, all get the same.
 *
 * @param alpha - the probability for the whole rollout, e.g. 0.05
 * @returns the probability for each metric, by name
 */
export function allocateAlpha(
  metrics: readonly Pick<MetricPlan, 'name' | 'critical'>[],
  alpha: number,
): Map<string, number> {
  const critical = metrics.filter(metric => metric.critical).length;
  const others = metrics.length - critical;
  return new Map(
    metrics.map(metric => {
      const share =
        critical === 0 || others === 0
          ? 1 / metrics.length
          : 0.5 / (metric.critical ? critical : others);
      return [metric.name, alpha * share];
    }),
  );
}
