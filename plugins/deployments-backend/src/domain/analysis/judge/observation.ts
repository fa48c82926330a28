/** Counts per bin of a histogram of durations. */
export interface Histogram {
  /** Ascending and positive. Bin i ends at `upperBounds[i]`; one more bin holds what is longer than the last bound. */
  upperBounds: readonly number[];
  /** One longer than `upperBounds`. */
  counts: readonly number[];
}

/** What one version reports about a metric in one look. The unit doesn't matter: both versions have the same. */
export type ArmObservation =
  /** For `latency` and `quantile`. */
  | { type: 'samples'; values: readonly number[] }
  | ({ type: 'histogram' } & Histogram)
  /** For `gauge`. */
  | { type: 'value'; value: number }
  /** For `count`: `events` among `total` requests. */
  | { type: 'count'; events: number; total: number }
  /** For `amount`: the sum over `total` requests, of which `events` have an amount. */
  | { type: 'amount'; sum: number; events: number; total: number };

/** One look at one metric. A version without an observation reported nothing, which is not the same as no requests. */
export interface Observation {
  candidate?: ArmObservation;
  baseline?: ArmObservation;
}

/** Both versions in one look. */
export interface CompleteObservation {
  candidate: ArmObservation;
  baseline: ArmObservation;
}

/** Counts the requests, or the values of a gauge. */
export function countSamples(arm: ArmObservation): number {
  switch (arm.type) {
    case 'samples':
      return arm.values.length;
    case 'histogram':
      return arm.counts.reduce((sum, count) => sum + count, 0);
    case 'value':
      return 1;
    case 'count':
    case 'amount':
      return arm.total;
    default: {
      const unknown: never = arm;
      throw new Error(`Unknown observation: ${JSON.stringify(unknown)}`);
    }
  }
}
