import type { Direction, MetricPlan } from '../../model/analysisModel';

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
