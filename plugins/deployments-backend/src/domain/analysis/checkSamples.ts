import type {
  MetricKind,
  MetricSample,
} from '@slipway/backstage-plugin-deployments-node';
import type { MetricLook } from './look';

const TYPES_OF: Record<MetricKind, readonly MetricSample['type'][]> = {
  latency: ['samples', 'histogram'],
  quantile: ['samples', 'histogram'],
  gauge: ['value'],
  amount: ['amount'],
  count: ['count'],
};

/** More bins or values than these say nothing more, but fill the database. */
const MAX_BINS = 500;
const MAX_VALUES = 1_000;
/** Monitoring systems extrapolate counts, so that a part can be a little more than the whole. */
const EXTRAPOLATION = 1.1;

/**
 * Checks what a provider reported about a metric. A look in which the judge can't use a sample has an error instead, so
 * that a bad provider can't stop a rollout.
 */
export function checkSamples(kind: MetricKind, look: MetricLook): MetricLook {
  const { candidate, baseline } = look;
  for (const sample of [candidate, baseline]) {
    const problem = sample && findProblem(kind, sample);
    if (problem) return { error: problem };
  }
  if (candidate && baseline && !isComparable(candidate, baseline)) {
    return { error: 'The versions reported samples with different bins' };
  }
  return {
    ...look,
    ...(candidate ? { candidate: limit(candidate) } : {}),
    ...(baseline ? { baseline: limit(baseline) } : {}),
  };
}

function findProblem(
  kind: MetricKind,
  sample: MetricSample,
): string | undefined {
  if (!TYPES_OF[kind].includes(sample.type)) {
    return `The provider reported a sample of the type ${sample.type} for the kind ${kind}`;
  }
  const numbers = listNumbers(sample);
  if (!numbers.every(Number.isFinite)) {
    return 'The provider reported something that is not a finite number';
  }
  switch (sample.type) {
    case 'count':
    case 'amount':
      return sample.events < 0 ||
        sample.events > EXTRAPOLATION * sample.total + 1
        ? `The provider reported ${sample.events} events among ${sample.total} requests`
        : undefined;
    case 'histogram': {
      const { upperBounds, counts } = sample;
      if (counts.length > MAX_BINS) {
        return `The provider reported ${counts.length} bins; at most ${MAX_BINS} are possible`;
      }
      return counts.length === upperBounds.length + 1 &&
        upperBounds.every(
          (bound, index) => bound > (upperBounds[index - 1] ?? 0),
        ) &&
        counts.every(count => count >= 0)
        ? undefined
        : 'The provider reported a histogram that is not valid';
    }
    case 'samples':
      return sample.values.some(value => value < 0)
        ? 'The provider reported a negative duration'
        : undefined;
    case 'value':
      return undefined;
    default: {
      const unknown: never = sample;
      throw new Error(`Unknown sample: ${JSON.stringify(unknown)}`);
    }
  }
}

function listNumbers(sample: MetricSample): readonly number[] {
  switch (sample.type) {
    case 'samples':
      return sample.values;
    case 'histogram':
      return [...sample.upperBounds, ...sample.counts];
    case 'value':
      return [sample.value];
    case 'count':
      return [sample.events, sample.total];
    case 'amount':
      return [sample.events, sample.total, sample.sum];
    default: {
      const unknown: never = sample;
      throw new Error(`Unknown sample: ${JSON.stringify(unknown)}`);
    }
  }
}

function isComparable(candidate: MetricSample, baseline: MetricSample) {
  if (candidate.type === 'histogram' && baseline.type === 'histogram') {
    return (
      candidate.upperBounds.length === baseline.upperBounds.length &&
      candidate.upperBounds.every(
        (bound, index) => bound === baseline.upperBounds[index],
      )
    );
  }
  return candidate.type === baseline.type;
}

/** Keeps a sample small. Of many values, evenly spaced ones by size stay, so that the distribution does too. */
function limit(sample: MetricSample): MetricSample {
  if (sample.type === 'count' || sample.type === 'amount') {
    return { ...sample, events: Math.min(sample.events, sample.total) };
  }
  if (sample.type === 'samples' && sample.values.length > MAX_VALUES) {
    const sorted = Float64Array.from(sample.values).sort();
    return {
      type: 'samples',
      values: Array.from(
        { length: MAX_VALUES },
        (_, index) =>
          sorted[Math.floor(((index + 0.5) * sorted.length) / MAX_VALUES)] ?? 0,
      ),
    };
  }
  return sample;
}
