import {
  buildTickFormatter,
  formatDuration,
  formatNumber,
  formatPercent,
  formatRoughDuration,
  formatSignedPoints,
  formatSignedPercent,
  formatValue,
  formatValueBeside,
  formatWeight,
  shortenCommit,
} from './value';

/** As they are written here, with spaces that a line may not break at. */
function noBreak(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

it.each([
  ['a duration', formatDuration(125_000), '2 min 5 s'],
  ['a rough duration', formatRoughDuration(125_000), '2 min'],
  ['a short duration', formatDuration(250), '250 ms'],
  ['a measured share', formatValue(0.9995, 'ratio'), '99.95 %'],
  ['measured milliseconds', formatValue(174.2, 'ms'), '174 ms'],
  ['a value with another unit', formatValue(7, 'orders/s'), '7 orders/s'],
  ['a percentage', formatPercent(8 / 9), '88.9 %'],
  ['a share of the traffic', formatWeight(99.96), '> 99.9 %'],
])('keeps %s on one line', (_name, text, expected) => {
  expect(text).toBe(noBreak(expected));
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
    expect(ticks.map(buildTickFormatter(ticks, unit))).toEqual(
      labels.map(noBreak),
    );
  });
});

it('does not round a value onto the threshold that it misses', () => {
  expect(formatValueBeside(0.989999, [0.99], 'ratio')).toBe(
    noBreak('98.9999 %'),
  );
});

describe('formatNumber', () => {
  it.each([
    ['nothing', 0, '0'],
    ['a small number with two digits', 0.0234, '0.023'],
    ['a number below ten with two decimals', 3.14159, '3.14'],
    ['a number below a hundred with one', 40.25, '40.3'],
    ['larger numbers whole, with separated thousands', 12_400.6, '12,401'],
  ])('formats %s', (_name, value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe('changes', () => {
  it.each([
    ['an increase', 0.083, '+8.3 %'],
    ['a decrease', -0.25, '−25 %'],
    ['no change', 0, '0 %'],
    ['a multiple', 1.246, '+124.6 %'],
  ])('shows %s in per cent with its sign', (_name, ratio, text) => {
    expect(formatSignedPercent(ratio)).toBe(noBreak(text));
  });

  it('shows percentage points with their sign and at most one decimal from one point on', () => {
    expect([3.14, -0.05, 0].map(formatSignedPoints)).toEqual([
      '+3.1',
      '−0.05',
      '0',
    ]);
  });
});

it('shortens commit ids and leaves other names alone', () => {
  expect(shortenCommit('9f8e7d6c5b4a39281706')).toBe('9f8e7d6');
  expect(shortenCommit('build-1234567890')).toBe('build-1234567890');
});
