import type {
  MetricKind,
  MetricSample,
} from '@slipway/backstage-plugin-deployments-node';
import { checkSamples } from './checkSamples';

const count = (events: number, total: number): MetricSample => ({
  type: 'count',
  events,
  total,
});
const histogram = (upperBounds: number[], counts: number[]): MetricSample => ({
  type: 'histogram',
  upperBounds,
  counts,
});

describe('samples of a provider', () => {
  it.each<[string, MetricKind, MetricSample]>([
    ['of another type', 'count', { type: 'value', value: 1 }],
    ['that are no numbers', 'gauge', { type: 'value', value: NaN }],
    ['with more events than requests', 'count', count(30, 10)],
    ['with less than no event', 'count', count(-1, 10)],
    ['without the last bin', 'latency', histogram([1, 2], [3, 4])],
    ['with bins in disorder', 'latency', histogram([2, 1], [3, 4, 5])],
    ['with a negative duration', 'latency', { type: 'samples', values: [-1] }],
  ])('%s are an error', (_, kind, candidate) => {
    expect(checkSamples(kind, { candidate })).toEqual({
      error: expect.stringContaining('The '),
    });
  });

  it('with different bins are an error', () => {
    expect(
      checkSamples('quantile', {
        candidate: histogram([1, 2], [3, 4, 5]),
        baseline: histogram([1, 3], [3, 4, 5]),
      }),
    ).toEqual({ error: expect.stringContaining('different bins') });
  });

  it('with a few extrapolated events too many are accepted', () => {
    expect(
      checkSamples('count', { candidate: count(10.4, 10) }).candidate,
    ).toEqual(count(10, 10));
  });

  it('stay small and keep their distribution', () => {
    const values = Array.from({ length: 100_000 }, (_, i) => 100_000 - i);
    const { candidate } = checkSamples('latency', {
      candidate: { type: 'samples', values },
    });
    const kept = candidate?.type === 'samples' ? candidate.values : [];
    expect(kept).toHaveLength(1_000);
    expect([kept[0], kept[499], kept[999]]).toEqual([51, 49_951, 99_951]);
  });

  it('keep an error beside what was read', () => {
    const look = { baseline: count(1, 10), error: 'Connection refused' };
    expect(checkSamples('count', look)).toEqual(look);
  });
});
