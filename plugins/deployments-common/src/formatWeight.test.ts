import { formatWeight } from './formatWeight';

describe('formatWeight', () => {
  it.each([
    ['no traffic', 0, '0 %'],
    ['almost none', 0.04, '< 0.1 %'],
    ['the smallest share that a target can have', 0.1, '0.1 %'],
    ['a share below 1 %', 0.5, '0.5 %'],
    ['a whole share without decimals', 10, '10 %'],
    ['half a percent', 12.5, '12.5 %'],
    ['one of three instances', 100 / 3, '33.3 %'],
    ['a share above 99 %', 99.6, '99.6 %'],
    ['almost all', 99.96, '> 99.9 %'],
    ['all of the traffic', 100, '100 %'],
    ['a sum of tenths', 33.4 + 33.3 + 33.3, '100 %'],
  ])('shows %s', (_name, percent, text) => {
    expect(formatWeight(percent)).toBe(text);
  });
  it('uses the decimal sign of a locale', () => {
    expect(formatWeight(12.5, { locale: 'de-DE' })).toBe('12,5 %');
    expect(formatWeight(99.96, { locale: 'de-DE' })).toBe('> 99,9 %');
  });
});
