import { createLatencyHistogram, PERCENTILE_ERROR } from './latencyHistogram';

/** A reproducible sequence in [0, 1), so that a failing test can be repeated. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

const exact = (values: number[], fraction: number) =>
  [...values].sort((a, b) => a - b)[
    Math.max(1, Math.ceil(fraction * values.length)) - 1
  ]!;

describe('createLatencyHistogram', () => {
  const random = sequence(7);
  const shapes: Array<[string, () => number]> = [
    ['uniform', () => 1 + random() * 500],
    ['exponential', () => -Math.log(1 - random()) * 40],
    ['two humps far apart', () => (random() < 0.95 ? 5 : 4_000) + random()],
    ['a heavy tail', () => 3 / (1 - random()) ** 1.2],
    ['all the same', () => 12.5],
  ];

  it.each(shapes)(
    'returns percentiles within 1 %% of the exact nearest rank: %s',
    (_name, draw) => {
      const values = Array.from({ length: 5_000 }, draw);
      const histogram = createLatencyHistogram();
      values.forEach(histogram.add);
      for (const fraction of [0.5, 0.95, 0.99, 1]) {
        const truth = exact(values, fraction);
        const answer = histogram.percentile(fraction)!;
        expect(Math.abs(answer - truth) / truth).toBeLessThanOrEqual(
          PERCENTILE_ERROR + 1e-9,
        );
      }
    },
  );

  it('returns the same percentile for merged histograms as for one', () => {
    const whole = createLatencyHistogram();
    const parts = [createLatencyHistogram(), createLatencyHistogram()];
    for (let n = 0; n < 1_000; n++) {
      const value = random() * 100;
      whole.add(value);
      parts[n % 2]!.add(value);
    }
    parts[0]!.merge(parts[1]!);
    expect(parts[0]!.count).toBe(1_000);
    expect(parts[0]!.percentile(0.95)).toBe(whole.percentile(0.95));
  });

  it('returns no percentile without latencies', () => {
    expect(createLatencyHistogram().percentile(0.5)).toBeUndefined();
  });
});
