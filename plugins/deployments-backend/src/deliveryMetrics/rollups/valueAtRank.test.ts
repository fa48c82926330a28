import fc from 'fast-check';
import { valueAtRank } from './valueAtRank';

describe('the value at a rank', () => {
  it('equals the one at that index of the sorted list', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat(5), fc.nat()), { minLength: 1 }),
        fc.nat(),
        (values, any) => {
          const rank = any % values.length;
          const sorted = [...values].sort((a, b) => a - b);
          expect(valueAtRank(Float64Array.from(values), rank)).toBe(
            sorted[rank],
          );
        },
      ),
    );
  });
});
