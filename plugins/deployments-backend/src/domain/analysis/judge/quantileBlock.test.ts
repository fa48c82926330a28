import { addDurations, countAbove, createDurations } from './quantileBlock';
import type { MetricSample } from '@slipway/backstage-plugin-deployments-node';

function collect(...arms: MetricSample[]) {
  const durations = createDurations();
  arms.forEach(arm => addDurations(durations, arm));
  return durations;
}

const samples = (...values: number[]): MetricSample => ({
  type: 'samples',
  values,
});

describe('durations above the quantile of both versions', () => {
  it('are counted in samples', () => {
    const candidate = collect(samples(1, 9, 10), samples(8));
    const baseline = collect(samples(2, 3, 4, 5, 6, 7));
    expect(countAbove(candidate, baseline, 0.8)).toEqual({
      candidate: 2,
      baseline: 0,
    });
  });

  it('leave out what equals the quantile', () => {
    const same = collect(samples(5, 5, 5));
    expect(countAbove(same, same, 0.5)).toEqual({ candidate: 0, baseline: 0 });
  });

  it('are counted in histograms, from the bin above it on', () => {
    const histogram = (...counts: number[]): MetricSample => ({
      type: 'histogram',
      upperBounds: [10, 20],
      counts,
    });
    expect(
      countAbove(
        collect(histogram(5, 2, 3), histogram(0, 0, 1)),
        collect(histogram(85, 4, 0)),
        0.9,
      ),
    ).toEqual({ candidate: 6, baseline: 4 });
  });

  it('need bins that stay the same', () => {
    const one: MetricSample = {
      type: 'histogram',
      upperBounds: [10],
      counts: [1, 1],
    };
    expect(() => collect(one, { ...one, upperBounds: [20] })).toThrow(
      'The bins of a histogram must not change during a rollout',
    );
  });
});
