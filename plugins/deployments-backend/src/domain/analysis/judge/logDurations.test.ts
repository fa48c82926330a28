import { sumLogDurations } from './logDurations';
import type { MetricSample } from '@slipway/backstage-plugin-deployments-node';

const samples = (...values: number[]): MetricSample => ({
  type: 'samples',
  values,
});

/** The difference of the mean logarithms. */
function compare(candidate: MetricSample, baseline: MetricSample): number {
  const logs = sumLogDurations(candidate, baseline);
  return (
    logs.candidate.sum / logs.candidate.count -
    logs.baseline.sum / logs.baseline.count
  );
}

describe('logarithms of durations', () => {
  it('compare geometric means', () => {
    expect(compare(samples(10, 40), samples(5, 20))).toBeCloseTo(Math.LN2, 12);
  });

  it('count a duration of 0 as half of the smallest other one, in any unit', () => {
    expect(compare(samples(0, 8), samples(2, 8))).toBeCloseTo(
      Math.log(1 / 2) / 2,
      12,
    );
    expect(compare(samples(0, 0.008), samples(0.002, 0.008))).toBeCloseTo(
      Math.log(1 / 2) / 2,
      12,
    );
    expect(compare(samples(0, 0), samples(0))).toBe(0);
  });

  it('take a histogram’s requests to have the centre of their bin', () => {
    const histogram = (...counts: number[]): MetricSample => ({
      type: 'histogram',
      upperBounds: [10, 20, 40],
      counts,
    });
    expect(compare(histogram(0, 0, 5, 0), histogram(0, 5, 0, 0))).toBeCloseTo(
      Math.LN2,
      12,
    );
    // The first and the last bin are as wide as their neighbours.
    expect(compare(histogram(0, 0, 0, 3), histogram(2, 0, 0, 0))).toBeCloseTo(
      3 * Math.LN2,
      12,
    );
  });
});
