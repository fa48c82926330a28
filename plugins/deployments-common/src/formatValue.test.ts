import { formatValue } from './formatValue';

describe('formatValue', () => {
  it.each([
    ['a share in per cent', 0.061, 'ratio', '6.1 %'],
    ['a share with one decimal', 8 / 9, 'ratio', '88.9 %'],
    ['a share close to everything with two', 0.99951, 'ratio', '99.95 %'],
    ['a share close to nothing with two', 0.00042, 'ratio', '0.04 %'],
    ['a share that is nearly everything', 0.999996, 'ratio', '99.9996 %'],
    ['a share that is nearly nothing', 0.000004, 'ratio', '0.0004 %'],
    ['everything', 1, 'ratio', '100 %'],
    ['nothing', 0, 'ratio', '0 %'],
    ['a share with a binary fraction', 0.29, 'ratio', '29 %'],
    ['milliseconds', 182.4, 'ms', '182 ms'],
    ['few milliseconds', 0.44, 'ms', '0.4 ms'],
    ['almost a second', 999.7, 'ms', '1 s'],
    ['seconds', 1_240, 'ms', '1.24 s'],
    ['minutes as a duration', 125_000, 'ms', '2 min 5 s'],
    ['a status', 200, 'status', '200'],
    ['a count', 12_400, 'count', '12,400'],
    ['bytes', 512, 'bytes', '512 B'],
    ['kibibytes', 1536, 'bytes', '1.5 KiB'],
    ['the largest unit of bytes', 3 * 1024 ** 5, 'bytes', '3,072 TiB'],
    ['a plain number', 3.14159, 'none', '3.14'],
    ['a sum of binary fractions', 0.1 + 0.2, 'none', '0.3'],
    ['a small number', 0.00123, 'none', '0.0012'],
    ['a tiny negative number as zero', -0.00001, 'none', '0'],
    ['a number without unit', 7, undefined, '7'],
    ['a unit of its own', 7, 'orders/s', '7 orders/s'],
  ])('formats %s', (_name, value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });

  it.each([
    ['a share', 0.989999, 'ratio', [0.99], '98.9999 %'],
    ['milliseconds', 300.4, 'ms', [300], '300.4 ms'],
    ['seconds', 10_001, 'ms', [10_000], '10.001 s'],
    ['minutes', 60_400, 'ms', [60_000], '60.4 s'],
  ])(
    'does not round %s onto the threshold that it misses',
    (_name, value, unit, beside, text) => {
      expect(formatValue(value, unit, { beside })).toBe(text);
    },
  );

  it.each([
    ['further away', 0.9985, '99.85 %'],
    ['equal', 0.99, '99 %'],
  ])('rounds as usual if the threshold is %s', (_name, value, text) => {
    expect(formatValue(value, 'ratio', { beside: [0.99] })).toBe(text);
  });

  it.each([
    ['a share', 0.99995, 'ratio', '99.995 %'],
    ['a share with a binary fraction', 0.29, 'ratio', '29 %'],
    ['milliseconds', 300.25, 'ms', '300.25 ms'],
    ['a plain number', 12.3456, 'none', '12.3456'],
  ])('keeps all digits of %s if asked to', (_name, value, unit, text) => {
    expect(formatValue(value, unit, { exact: true })).toBe(text);
  });

  it('uses the signs of a locale', () => {
    expect(formatValue(0.061, 'ratio', { locale: 'de-DE' })).toBe('6,1 %');
    expect(formatValue(12_400, 'count', { locale: 'de-DE' })).toBe('12.400');
  });
});
