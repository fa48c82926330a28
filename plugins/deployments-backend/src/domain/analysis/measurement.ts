import type {
  Measurement,
  Verdict,
} from '@slipway/backstage-plugin-deployments-common';

/** How one answer of a check counts. */
export type MeasurementOutcome = Measurement['outcome'];

/** A verdict that measurements can give; only a person can make it `overridden`. */
export type MeasuredVerdict = Exclude<Verdict, 'overridden'>;

/**
 * One answer of a check, as the rules need it. `at`: epoch milliseconds of the moment it speaks of, i.e. the end of
 * the period for a measurement over time.
 */
export interface AssessedMeasurement {
  at: number;
  outcome: MeasurementOutcome;
  value?: number;
  text?: string;
  samples?: number;
  /** Why it did not pass, in words. */
  message?: string;
}

/**
 * Requests that a rate or a percentile is of at least, unless a check says otherwise: one good request of one is 100 %,
 * and says nothing.
 */
export const DEFAULT_MIN_SAMPLES = 20;

/** What a provider answered: a measurement, nothing (no data in the period), or an error. */
export type CheckResponse =
  | {
      kind: 'measured';
      value?: number;
      text?: string;
      samples?: number;
      holds?: boolean;
      message?: string;
    }
  | { kind: 'no_data' }
  | { kind: 'error'; message: string };

/** The period in which a check is observed. Epoch milliseconds. */
export interface ObservationPeriod {
  /** When the attempt of the step started. */
  startedAt: number;
  /** See `observationEnds`. Moves on by the time in which nobody looked, unless it has ended. */
  windowEnds: number;
  /** The observation is over, and `windowEnds` is when it ended. */
  ended?: boolean;
  now: number;
}
