import fc from 'fast-check';
import {
  addToSeries,
  createSeries,
  estimateInflation,
  estimateScatter,
  meanOfSeries,
  sumSquares,
} from './series';

const SETTINGS = { bias: 1, slack: false, margin: 0 };

function collect(values: readonly number[], weight: (i: number) => number) {
  const series = createSeries();
  values.forEach((value, index) => addToSeries(series, value, weight(index)));
  return series;
}

const lists = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
  minLength: 2,
  maxLength: 300,
});

describe('a series', () => {
  it('has the weighted mean and scatter of its values', () => {
    fc.assert(
      fc.property(lists, values => {
        const weight = (index: number) => 1 + (index % 3);
        const series = collect(values, weight);
        const total = values.reduce((sum, _, i) => sum + weight(i), 0);
        const mean =
          values.reduce((sum, value, i) => sum + weight(i) * value, 0) / total;
        const squares = values.reduce(
          (sum, value, i) => sum + weight(i) * (value - mean) ** 2,
          0,
        );
        expect(meanOfSeries(series)).toBeCloseTo(mean, 9);
        expect(sumSquares(series)).toBeCloseTo(squares, 9);
      }),
    );
  });

  it('is plain JSON that continues after it was stored', () => {
    const values = Array.from({ length: 50 }, (_, i) => Math.sin(i * i));
    const stored = JSON.parse(
      JSON.stringify(collect(values.slice(0, 20), () => 1)),
    );
    values.slice(20).forEach(value => addToSeries(stored, value, 1));
    expect(stored).toEqual(collect(values, () => 1));
  });

  it('says as much as independent values do if neighbours alternate', () => {
    const series = collect(
      Array.from({ length: 200 }, (_, i) => (i % 2 ? 1 : -1)),
      () => 1,
    );
    expect(estimateInflation(series, SETTINGS)).toBe(1);
  });

  it('says less if values stay for a while', () => {
    const slow = (length: number) =>
      collect(
        Array.from({ length: 512 }, (_, i) =>
          Math.floor(i / length) % 2 ? 1 : -1,
        ),
        () => 1,
      );
    const four = estimateInflation(slow(4), SETTINGS);
    expect(four).toBeGreaterThan(2);
    expect(estimateInflation(slow(32), SETTINGS)).toBeGreaterThan(4 * four);
  });

  it('scatters more than its weights say if the heavy values do', () => {
    const heavy = collect(
      Array.from({ length: 100 }, (_, i) => (i % 4 < 2 ? 0 : (i % 2) * 2 - 1)),
      i => (i % 4 < 2 ? 1 : 10),
    );
    expect(estimateScatter(heavy)).toBeGreaterThan(1.5);
    const even = collect([1, -1, 1, -1], () => 3);
    expect(estimateScatter(even)).toBe(1);
  });
});
