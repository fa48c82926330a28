import type { MetricSample } from '@slipway/backstage-plugin-deployments-node';
import type { MetricPlan } from '../model/analysisModel';
import { sumLogDurations } from './judge/logDurations';
import { countSamples } from './judge/observation';
import type { Look } from './look';

/** What both versions reported at a time, for charts. Of a long analysis, a point covers several looks. */
export interface SeriesPoint {
  /** End of the last look, in epoch milliseconds. */
  at: number;
  /** The candidate's share of the traffic, in percent. */
  weight: number;
  candidate?: number;
  baseline?: number;
  /** How many samples each value is based on; 0 without a value. */
  samples: { candidate: number; baseline: number };
}

const MAX_POINTS = 240;

/** Converts the looks of a metric to at most 240 points, the oldest first. */
export function toSeries(
  plan: MetricPlan,
  looks: readonly Look[],
): SeriesPoint[] {
  const size = Math.max(1, Math.ceil(looks.length / MAX_POINTS));
  const points: SeriesPoint[] = [];
  for (let start = 0; start < looks.length; start += size) {
    const part = looks.slice(start, start + size);
    const last = part[part.length - 1];
    const read = (role: 'candidate' | 'baseline') =>
      average(
        plan,
        part.flatMap(({ metrics }) =>
          Object.hasOwn(metrics, plan.name)
            ? metrics[plan.name][role] ?? []
            : [],
        ),
      );
    const [candidate, baseline] = [read('candidate'), read('baseline')];
    points.push({
      at: last.to,
      weight: last.weight,
      ...(candidate ? { candidate: candidate.value } : {}),
      ...(baseline ? { baseline: baseline.value } : {}),
      samples: {
        candidate: candidate?.samples ?? 0,
        baseline: baseline?.samples ?? 0,
      },
    });
  }
  return points;
}

/** The mean of the samples' values, weighted with their sizes. */
function average(
  plan: MetricPlan,
  samples: readonly MetricSample[],
): { value: number; samples: number } | undefined {
  let sum = 0;
  let weights = 0;
  for (const sample of samples) {
    const weight = countSamples(sample);
    const value = weight > 0 ? toValue(plan, sample) : undefined;
    if (value === undefined) continue;
    sum += weight * value;
    weights += weight;
  }
  return weights > 0 ? { value: sum / weights, samples: weights } : undefined;
}

/** The value of a sample: a share, a duration, an amount per request, or a level. */
function toValue(
  { kind, quantile = 0.5 }: MetricPlan,
  sample: MetricSample,
): number | undefined {
  switch (sample.type) {
    case 'value':
      return sample.value;
    case 'count':
      return sample.events / sample.total;
    case 'amount':
      return sample.sum / sample.total;
    case 'samples':
    case 'histogram': {
      if (kind === 'quantile') return findQuantile(sample, quantile);
      const { candidate } = sumLogDurations(sample, sample);
      return Math.exp(candidate.sum / candidate.count);
    }
    default: {
      const unknown: never = sample;
      throw new Error(`Unknown sample: ${JSON.stringify(unknown)}`);
    }
  }
}

function findQuantile(
  sample: Extract<MetricSample, { type: 'samples' | 'histogram' }>,
  quantile: number,
): number | undefined {
  if (sample.type === 'samples') {
    const sorted = Float64Array.from(sample.values).sort();
    return sorted[Math.ceil(quantile * sorted.length) - 1];
  }
  const total = countSamples(sample);
  let below = 0;
  for (const [bin, inBin] of sample.counts.entries()) {
    below += inBin;
    if (below >= quantile * total) {
      return sample.upperBounds[bin] ?? sample.upperBounds.at(-1);
    }
  }
  return undefined;
}
