import type { MetricSample } from '@slipway/backstage-plugin-deployments-node';

/** One look at one metric. A version without an observation reported nothing, which is not the same as no requests. */
export interface Observation {
  candidate?: MetricSample;
  baseline?: MetricSample;
}

/** Both versions in one look. */
export interface CompleteObservation {
  candidate: MetricSample;
  baseline: MetricSample;
}

/** Counts the requests, or the values of a gauge. */
export function countSamples(sample: MetricSample): number {
  switch (sample.type) {
    case 'samples':
      return sample.values.length;
    case 'histogram':
      return sample.counts.reduce((sum, count) => sum + count, 0);
    case 'value':
      return 1;
    case 'count':
    case 'amount':
      return sample.total;
    default: {
      const unknown: never = sample;
      throw new Error(`Unknown observation: ${JSON.stringify(unknown)}`);
    }
  }
}
