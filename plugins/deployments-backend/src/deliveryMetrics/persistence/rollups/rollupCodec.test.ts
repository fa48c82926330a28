import fc from 'fast-check';
import type { Sample } from './rollupCodec';
import { DAY_MS, toDay } from '../days';
import {
  SLOT_MS,
  toBin,
  forEachSlot,
  compress,
  decompressValues,
} from './rollupCodec';

const DAY = toDay(Date.UTC(2026, 2, 29, 12));

const value = fc.oneof(
  fc.nat(20),
  fc.nat(),
  fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
);
const sample: fc.Arbitrary<Sample> = fc.record({
  at: fc.integer({ min: DAY, max: DAY + DAY_MS - 1 }),
  value,
});

describe('compressed samples', () => {
  it('are unpacked, each in its slot', () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1 }), samples => {
        const compressed = compress(DAY, samples);
        const found: [number, number][] = [];
        const decompressed = [...decompressValues(compressed)];
        forEachSlot(compressed.slots, (slot, count) => {
          for (const one of decompressed.splice(0, count))
            found.push([slot, one]);
        });
        expect(found).toEqual(
          samples
            .map(({ at, value: one }) => [
              Math.floor((at - DAY) / SLOT_MS),
              one,
            ])
            .sort(([a, x], [b, y]) => a - b || x - y),
        );
        const values = samples.map(one => one.value);
        expect(compressed).toMatchObject({
          n: samples.length,
          least: Math.min(...values),
          most: Math.max(...values),
        });
        let counted = 0;
        forEachSlot(compressed.slots, (_, count) => {
          counted += count;
        });
        expect(counted).toBe(samples.length);
      }),
    );
  });

  it('have histogram buckets that rise with their values', () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(Number.isSafeInteger(toBin(a))).toBe(true);
        const [small, large] = a < b ? [a, b] : [b, a];
        expect(toBin(small)).toBeLessThanOrEqual(toBin(large));
      }),
    );
    // A bucket is at most an eighth of a doubling wide.
    expect([7, 8, 9, 15, 16, 17, 18].map(toBin)).toEqual([
      7, 8, 9, 15, 16, 16, 17,
    ]);
    expect(toBin(2 ** 40) - toBin(2 ** 40 - 1)).toBe(1);
    expect(toBin(2 ** 41) - toBin(2 ** 40)).toBe(8);
  });

  it('belong to UTC days, also before 1970', () => {
    expect(toDay(-1)).toBe(-DAY_MS);
    expect(toDay(DAY_MS)).toBe(DAY_MS);
  });
});
