import type { Measurement } from '@slipway/backstage-plugin-deployments-common';

/** More points than this overlap too much, and slow the page down. */
const MOST_POINTS = 400;

/** A measured number, for a chart. */
export interface MeasuredPoint {
  /** Epoch milliseconds. */
  at: number;
  value: number;
  samples?: number;
  /** The previous version's value in the same period. */
  baseline?: number;
  baselineSamples?: number;
  outcome: Measurement['outcome'];
}

/** The measured numbers of a check, oldest first; of many, the latest 400. */
export function toPoints(
  measurements: readonly Measurement[],
): MeasuredPoint[] {
  return measurements
    .flatMap(({ at, value, samples, baseline, outcome }) =>
      value === undefined
        ? []
        : [
            {
              at: Date.parse(at),
              value,
              samples,
              baseline: baseline?.value,
              baselineSamples: baseline?.samples,
              outcome,
            },
          ],
    )
    .slice(-MOST_POINTS);
}
