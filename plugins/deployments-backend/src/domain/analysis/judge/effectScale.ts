import type { MetricKind } from '@slipway/backstage-plugin-deployments-node';

/** Converts a relative effect, e.g. 0.1, to what a block says about it. */
export function toBlockScale(kind: MetricKind, effect: number): number {
  switch (kind) {
    case 'latency':
      return Math.log1p(effect);
    case 'gauge':
      return (2 * effect) / (2 + effect);
    case 'amount':
    case 'count':
    case 'quantile':
      return effect;
    default: {
      const unknown: never = kind;
      throw new Error(`Unknown kind of metric: ${String(unknown)}`);
    }
  }
}

/** Converts what the blocks say to a relative effect. */
export function toRelative(kind: MetricKind, effect: number): number {
  switch (kind) {
    case 'latency':
      return Math.expm1(effect);
    case 'gauge':
      // The scale of the blocks ends at 2, where the baseline is 0.
      if (effect >= 2) return Infinity;
      return effect === -Infinity ? -1 : (2 * effect) / (2 - effect);
    case 'amount':
    case 'count':
    case 'quantile':
      return effect;
    default: {
      const unknown: never = kind;
      throw new Error(`Unknown kind of metric: ${String(unknown)}`);
    }
  }
}
