import { BAND_YEARS, bandOf } from './bands';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('bands', () => {
  it.each([
    ['deployment-frequency', 2024, 3, ['elite']],
    ['deployment-frequency', 2024, 1, ['high']],
    ['deployment-frequency', 2024, 1 / 7, ['high']],
    ['deployment-frequency', 2024, 0.1, ['medium']],
    ['deployment-frequency', 2024, 0.01, ['low']],
    ['deployment-frequency', 2021, 0.001, ['low']],
    ['change-lead-time', 2021, HOUR - 1, ['elite']],
    ['change-lead-time', 2024, HOUR, ['elite']],
    ['change-lead-time', 2023, 10 * DAY, ['medium', 'low']],
    ['change-fail-rate', 2019, 0.1, ['elite', 'high', 'medium']],
    ['change-fail-rate', 2021, 0.2, ['high', 'medium', 'low']],
    ['recovery-time', 2024, 2 * HOUR, ['high', 'medium']],
  ] as const)('%s of %i: %d is %j', (metric, year, value, names) => {
    expect(bandOf(metric, value, year)?.names).toEqual(names);
  });

  it.each([
    ['change-lead-time', 2021, 2 * HOUR, 'the report has no range there'],
    ['deployment-frequency', 2021, 0.5, 'the report has no range there'],
    ['change-fail-rate', 2023, 0.05, 'clusters have typical values, no ranges'],
    ['change-fail-rate', 2024, 0.05, 'clusters have typical values, no ranges'],
    ['rework-rate', 2024, 0.05, 'no report has levels of it'],
  ] as const)('%s of %i: %d has none: %s', (metric, year, value, _why) => {
    expect(bandOf(metric, value, year)).toBeUndefined();
  });

  it('name the report that they are from', () => {
    for (const year of BAND_YEARS) {
      expect(bandOf('recovery-time', 1, year)).toEqual({
        names: ['elite'],
        year,
        source: `https://dora.dev/research/${year}/dora-report/`,
      });
    }
  });
});
