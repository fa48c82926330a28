import { followLanguage, getLocale } from './locale';
import { formatAbsoluteTime, formatDayTime, formatNearTime } from './time';
import { formatPercent, formatValue, localizeValues } from './value';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const zone = { zone: 'Europe/Berlin' };

function choose(language: string, browser: string[] = ['en-US']) {
  jest.spyOn(navigator, 'languages', 'get').mockReturnValue(browser);
  followLanguage({ getLanguage: () => ({ language }) });
}

afterEach(() => jest.restoreAllMocks());

it('is the language of the browser until the app has said one', () => {
  jest.isolateModules(() => {
    expect(jest.requireActual('./locale').getLocale()).toBe('en-US');
  });
});

it.each([
  ['the language', 'de', ['en-US'], 'de'],
  ["the browser's variant of it", 'de', ['en-US', 'de-AT'], 'de-AT'],
  ['the variant that the app names', 'pt-BR', ['pt-PT', 'pt-BR'], 'pt-BR'],
  ["another variant than the browser's", 'pt-BR', ['pt-PT'], 'pt-BR'],
])('is %s', (_name, language, browser, locale) => {
  choose(language, browser);
  expect(getLocale()).toBe(locale);
});

describe('in German', () => {
  beforeEach(() => choose('de'));

  it('writes numbers with a decimal comma', () => {
    expect([formatPercent(0.0612), formatValue(1240, 'ms')]).toEqual([
      '6,1\u00a0%',
      '1,24\u00a0s',
    ]);
  });

  it.each([
    ['85.7 %', '85,7\u00a0%'],
    ['≥ 99.5 %', '≥ 99,5\u00a0%'],
    ['between 1.5 s and 1,200.25 s', 'between 1,5\u00a0s and 1.200,25\u00a0s'],
    ['99 %', '99\u00a0%'],
    // Perhaps a version.
    ['= 1.4', '= 1.4'],
    ['1.4.2', '1.4.2'],
  ])('writes the values in “%s” with a decimal comma', (text, expected) => {
    expect(localizeValues(text)).toBe(expected);
  });

  it('writes times as Germans do', () => {
    const day = '2026-11-30T07:00:00Z';
    expect([
      formatDayTime(day, zone, 'day'),
      formatDayTime(day, zone),
      formatNearTime('2026-11-23T07:00:00Z', NOW, zone),
      formatAbsoluteTime('2026-11-21T12:00:00Z', zone),
    ]).toEqual([
      '30. Nov.',
      '30. Nov. 2026, 08:00',
      'Mo 08:00',
      '21. Nov. 2026, 13:00:00 MEZ',
    ]);
  });
});
