import fc from 'fast-check';
import { percentile } from './percentile';

describe('percentile', () => {
  it.each([
    [[], 0.5, undefined],
    [[7], 0.5, 7],
    [[7], 0.9, 7],
    [[1, 2], 0.5, 1.5],
    [[1, 2], 0.75, 1.75],
    [[1, 2, 3, 4], 0.75, 3.25],
    [[10, 20, 30, 40, 50], 0.9, 46],
    [[5, 5, 5, 9], 0.5, 5],
    [[-10, 10], 0.5, 0],
    [[0, 0, 0], 0.9, 0],
  ])('of %j at %d is %d', (sample, p, expected) => {
    expect(percentile(sample, p)).toBe(expected);
  });

  it('lies between the values of the sample, rises with them, and equals them if they are all the same', () => {
    const sample = fc
      .array(fc.integer({ min: 0, max: 4e14 }), { minLength: 1 })
      .map(values => values.sort((a, b) => a - b));
    fc.assert(
      fc.property(sample, values => {
        const points = [0, 0.5, 0.75, 0.9, 1].map(
          p => percentile(values, p) ?? NaN,
        );
        expect(points).toEqual([...points].sort((a, b) => a - b));
        expect(points[0]).toBe(values[0]);
        expect(points[4]).toBe(values[values.length - 1]);
        const same = values.map(() => values[0]);
        expect(percentile(same, 0.75)).toBe(values[0]);
      }),
    );
  });
});
