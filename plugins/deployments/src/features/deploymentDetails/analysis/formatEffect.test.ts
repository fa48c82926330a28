import {
  formatEffect,
  formatEvidence,
  formatPoints,
  formatSamples,
} from './formatEffect';

describe('formatEffect', () => {
  it.each([
    ['an increase', 0.083, '+8.3 %'],
    ['a decrease', -0.25, '−25 %'],
    ['no difference', 0, '0 %'],
    ['a value just below the threshold of 25 %', 0.2462, '+24.6 %'],
    ['a tiny difference', 0.00042, '+0.042 %'],
    ['a multiple', 1.246, '+125 %'],
    ['an effect that only a first sample can have', 9e5, '> +100000 %'],
  ])('shows %s', (_name, effect, text) => {
    expect(formatEffect(effect)).toBe(text);
  });
});

describe('formatEvidence', () => {
  it.each([
    ['no evidence', 0, '0'],
    ['evidence against harm', 1e-9, '< 0.01'],
    ['some evidence', 3.14, '3.1'],
    ['much evidence', 40.25, '40.3'],
    ['more than anybody needs', 1e30, '> 1000'],
  ])('shows %s', (_name, evidence, text) => {
    expect(formatEvidence(evidence)).toBe(text);
  });
});

describe('formatPoints', () => {
  it.each([
    [0.0005, '0.05'],
    [0.05, '5'],
  ])('shows a difference of %s in percentage points', (difference, text) => {
    expect(formatPoints(difference)).toBe(text);
  });
});

describe('formatSamples', () => {
  it('separates thousands', () => {
    expect(formatSamples(1_234_567)).toBe('1,234,567');
  });
});
