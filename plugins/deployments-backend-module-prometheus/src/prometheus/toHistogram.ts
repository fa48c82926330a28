import type { Histogram } from '@slipway/backstage-plugin-deployments-node';
import type { Series } from './promResult';

/**
 * Turns the buckets of a classic histogram, which are cumulative, into counts per bin. Series with the same bound are added
 * up. NaN is no data.
 *
 * @returns `undefined` without data.
 * @throws Error if these aren't the buckets of a histogram. Messages start with a verb.
 */
export function toHistogram(series: readonly Series[]): Histogram | undefined {
  const upTo = new Map<number, number>();
  for (const { labels, samples } of series) {
    const bound = parseBound(labels.le);
    const value = samples.at(-1)?.value ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    if (!Number.isFinite(value)) {
      throw new Error('returned an infinite number of requests');
    }
    upTo.set(bound, (upTo.get(bound) ?? 0) + value);
  }
  if (upTo.size === 0) return undefined;
  if (!upTo.has(Infinity)) {
    throw new Error(
      'returned no bucket with le="+Inf". Keep the label le in the query, as in sum by (le) (…)',
    );
  }
  const bounds = [...upTo.keys()].sort((a, b) => a - b);
  if (bounds.length < 2) {
    throw new Error('returned a histogram with a single bucket');
  }
  let before = 0;
  const counts = bounds.map(bound => {
    const total = upTo.get(bound) ?? 0;
    // Prometheus extrapolates each bucket, so that one may be slightly less than the one before.
    const count = Math.max(0, total - before);
    before = Math.max(before, total);
    return count;
  });
  return { upperBounds: bounds.slice(0, -1), counts };
}

function parseBound(le: string | undefined): number {
  const bound = le === '+Inf' || le === 'Inf' ? Infinity : Number(le || NaN);
  if (!(bound > 0)) {
    throw new Error(
      `returned a series whose label le is ${
        le === undefined ? 'missing' : 'no positive number'
      }. Keep the label in the query, as in sum by (le) (…)`,
    );
  }
  return bound;
}
