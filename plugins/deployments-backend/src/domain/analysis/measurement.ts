import type {
  Measurement,
  Sentence,
  Verdict,
} from '@slipway/backstage-plugin-deployments-common';

/** The outcome of one measurement. */
export type MeasurementOutcome = Measurement['outcome'];

/** A verdict from measurements; only a person can give `overridden`. */
export type MeasuredVerdict = Exclude<Verdict, 'overridden'>;

/** One measurement of a check with its outcome. */
export interface AssessedMeasurement {
  /** The measured moment, in epoch milliseconds. If a period was measured, its end. */
  at: number;
  outcome: MeasurementOutcome;
  value?: number;
  text?: string;
  /** Of the value; absent if it has none. */
  unit?: string;
  samples?: number;
  /** The previous version's value in the same period, which is shown but never assessed. */
  baseline?: Measurement['baseline'];
  /** Why it didn't pass, in words. */
  message?: string;
  /** What `message` says by codes, if it is Slipway's own. */
  sentences?: Sentence[];
}

/**
 * How many requests a rate or a percentile needs by default. With fewer, the figure means little: one good request out of
 * one is 100 %.
 */
export const DEFAULT_MIN_SAMPLES = 20;

/** The response of a check provider: a measurement, no data in the period, or an error. */
export type CheckResponse =
  | {
      kind: 'measured';
      value?: number;
      text?: string;
      samples?: number;
      baseline?: Measurement['baseline'];
      holds?: boolean;
      message?: string;
    }
  | { kind: 'no_data' }
  | { kind: 'error'; message: string };

/** The period in which a check is measured. Times are epoch milliseconds. */
export interface ObservationPeriod {
  /** When the step's attempt started. */
  startedAt: number;
  /** When the observation ends, see `observationEndsAt`. Gaps without measurements extend it, unless `ended` is set. */
  endsAt: number;
  /** Whether the observation has already ended, so that gaps no longer extend it. */
  ended?: boolean;
  now: number;
}
