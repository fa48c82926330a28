import {
  formatValue,
  buildTickFormatter,
  formatValueBeside,
  shortenCommit,
} from './value';

describe('formatValue', () => {
  it.each([
    ['a ratio as per cent', 0.998, 'ratio', '99.8 %'],
    ['milliseconds', 182.4, 'ms', '182 ms'],
    ['few milliseconds', 0.44, 'ms', '0.4 ms'],
    ['many milliseconds as seconds', 12_400, 'ms', '12.4 s'],
    ['a status', 200, 'status', '200'],
    ['bytes', 1_234_567, 'bytes', '1.2 MB'],
    ['a plain number', 3.14159, 'none', '3.1'],
    ['a number without unit', 7, undefined, '7'],
    ['a unit of its own', 7, 'orders/s', '7 orders/s'],
  ])('shows %s', (_name, value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text);
  });
});

describe('buildTickFormatter', () => {
  it.each([
    ['half milliseconds', [1, 1.5, 2], 'ms', ['1 ms', '1.5 ms', '2 ms']],
    ['whole milliseconds', [100, 200], 'ms', ['100 ms', '200 ms']],
    [
      'ratios near 1',
      [0.9999, 0.99995, 1],
      'ratio',
      ['99.99 %', '99.995 %', '100 %'],
    ],
    ['seconds', [10_000, 10_500], 'ms', ['10 s', '10.5 s']],
  ])('tells %s apart', (_name, ticks, unit, labels) => {
    expect(ticks.map(buildTickFormatter(ticks, unit))).toEqual(labels);
  });
});

describe('formatValueBeside', () => {
  it('does not round a value onto the threshold that it misses', () => {
    expect(formatValueBeside(0.989999, [0.99], 'ratio')).toBe('98.9999 %');
    expect(formatValueBeside(300.4, [300], 'ms')).toBe('300.4 ms');
  });

  it('rounds as usual if nothing is lost', () => {
    expect(formatValueBeside(0.9985, [0.99], 'ratio')).toBe('99.85 %');
    expect(formatValueBeside(0.99, [0.99], 'ratio')).toBe('99 %');
  });
});

it('shortens commit ids and leaves other names alone', () => {
  expect(shortenCommit('9f8e7d6c5b4a39281706')).toBe('9f8e7d6');
  expect(shortenCommit('build-1234567890')).toBe('build-1234567890');
});
