import { formatEffect, formatEvidence } from './formatEffect';

describe('formatEffect', () => {
  it.each([
    ['an increase', 0.083, '+8.3 %'],
    ['a value just below the threshold of 25 %', 0.2462, '+24.6 %'],
    ['a tiny difference', 0.00042, '+0.04 %'],
    ['an effect that only a first sample can have', 9e5, '> +100,000 %'],
  ])('shows %s', (_name, effect, text) => {
    expect(formatEffect(effect)).toBe(text.replaceAll(' ', '\u00a0'));
  });
});

describe('formatEvidence', () => {
  it.each([
    ['no evidence', 0, '0'],
    ['evidence against harm', 1e-9, '< 0.01'],
    ['some evidence', 3.14, '3.14'],
    ['much evidence', 40.25, '40.3'],
    ['more than anybody needs', 1e30, '> 1,000'],
  ])('shows %s', (_name, evidence, text) => {
    expect(formatEvidence(evidence)).toBe(text.replaceAll(' ', '\u00a0'));
  });
});
