import type { DoraMetricName } from '@slipway/backstage-plugin-deployments-common';
import { BAND_YEARS, findBand } from './bands';
import type { BandYear } from './bands';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const MONTH = (365.2425 / 12) * DAY;
const HALF_YEAR = 6 * MONTH;

const PER_WEEK = 1 / 7;
const PER_MONTH = DAY / MONTH;
const PER_HALF_YEAR = PER_MONTH / 6;
/** A little less often. */
const LESS = 0.99;

/** Tests each range of a table at its two ends and just beyond them. */
type Ends = [value: number, levels: string][];

const FREQUENCY_OF_2019: Ends = [
  [1.01, 'elite'],
  [1, 'high'],
  [PER_WEEK, 'high'],
  [PER_WEEK * LESS, 'medium'],
  [PER_MONTH, 'medium'],
  [PER_MONTH * LESS, 'low'],
  [PER_HALF_YEAR, 'low'],
  [PER_HALF_YEAR * LESS, ''],
];
const LEAD_TIME_OF_2019: Ends = [
  [0, 'elite'],
  [DAY - 1, 'elite'],
  [DAY, 'high'],
  [WEEK - 1, 'high'],
  [WEEK, 'medium'],
  [MONTH - 1, 'medium'],
  [MONTH, 'low'],
  [HALF_YEAR, 'low'],
  [HALF_YEAR + 1, ''],
];
const RECOVERY_OF_2019: Ends = [
  [0, 'elite'],
  [HOUR - 1, 'elite'],
  [HOUR, 'high medium'],
  [DAY - 1, 'high medium'],
  [DAY, ''],
  [WEEK - 1, ''],
  [WEEK, 'low'],
  [MONTH, 'low'],
  [MONTH + 1, ''],
];

const TABLES: [DoraMetricName, BandYear, Ends][] = [
  ['deployment-frequency', 2019, FREQUENCY_OF_2019],
  ['change-lead-time', 2019, LEAD_TIME_OF_2019],
  ['recovery-time', 2019, RECOVERY_OF_2019],
  [
    'change-fail-rate',
    2019,
    [
      [0, 'elite high medium'],
      [0.15, 'elite high medium'],
      [0.16, ''],
      [0.45, ''],
      [0.46, 'low'],
      [0.6, 'low'],
      [0.61, ''],
    ],
  ],
  [
    'deployment-frequency',
    2021,
    [
      [1.01, 'elite'],
      [1, ''],
      [PER_WEEK / LESS, ''],
      [PER_WEEK, 'high'],
      [PER_MONTH, 'high'],
      [PER_MONTH * LESS, 'medium'],
      [PER_HALF_YEAR, 'medium'],
      [PER_HALF_YEAR * LESS, 'low'],
      [0, 'low'],
    ],
  ],
  [
    'change-lead-time',
    2021,
    [
      [0, 'elite'],
      [HOUR - 1, 'elite'],
      [HOUR, ''],
      [DAY - 1, ''],
      [DAY, 'high'],
      [WEEK, 'high'],
      [WEEK + 1, ''],
      [MONTH - 1, ''],
      [MONTH, 'medium'],
      [HALF_YEAR - 1, 'medium'],
      // The value where two levels of the report meet.
      [HALF_YEAR, 'medium low'],
      [HALF_YEAR + 1, 'low'],
    ],
  ],
  [
    'change-fail-rate',
    2021,
    [
      [0, 'elite'],
      [0.15, 'elite'],
      [0.155, ''],
      [0.16, 'high medium low'],
      [0.3, 'high medium low'],
      [0.31, ''],
    ],
  ],
  [
    'recovery-time',
    2021,
    [
      [0, 'elite'],
      [HOUR - 1, 'elite'],
      [HOUR, 'high'],
      [DAY - 1, 'high'],
      [DAY, 'medium'],
      [WEEK, 'medium'],
      [WEEK + 1, ''],
      [HALF_YEAR - 1, ''],
      [HALF_YEAR, 'low'],
    ],
  ],
  [
    'deployment-frequency',
    2023,
    [
      [1.01, 'elite'],
      [1, 'high'],
      [PER_WEEK, 'high'],
      [PER_WEEK * LESS, 'medium low'],
      [PER_MONTH, 'medium low'],
      [PER_MONTH * LESS, ''],
    ],
  ],
  [
    'change-lead-time',
    2023,
    [
      [0, 'elite'],
      [DAY - 1, 'elite'],
      [DAY, 'high'],
      [WEEK - 1, 'high'],
      [WEEK, 'medium low'],
      [MONTH, 'medium low'],
      [MONTH + 1, ''],
    ],
  ],
  [
    'recovery-time',
    2023,
    [
      [0, 'elite'],
      [HOUR - 1, 'elite'],
      [HOUR, 'high'],
      [DAY - 1, 'high'],
      [DAY, 'medium'],
      [WEEK, 'medium'],
      [WEEK + 1, ''],
      [MONTH - 1, ''],
      [MONTH, 'low'],
      [HALF_YEAR, 'low'],
      [HALF_YEAR + 1, ''],
    ],
  ],
  ['deployment-frequency', 2024, FREQUENCY_OF_2019],
  ['change-lead-time', 2024, LEAD_TIME_OF_2019],
  ['recovery-time', 2024, RECOVERY_OF_2019],
];

describe('performance bands', () => {
  it.each(TABLES)(
    'for %s of %i start and end where the report says',
    (metric, year, ends) => {
      const listLevels = (value: number) =>
        findBand(metric, value, year)?.names.join(' ') ?? '';
      expect(ends.map(([value]) => [value, listLevels(value)])).toEqual(ends);
    },
  );

  it.each([
    ['change-fail-rate', 2023, 0.05, 'clusters have typical values, no ranges'],
    ['change-fail-rate', 2024, 0.05, 'clusters have typical values, no ranges'],
    ['rework-rate', 2024, 0.05, 'no report has levels of it'],
  ] as const)('for %s of %i: %d has none: %s', (metric, year, value, _why) => {
    expect(findBand(metric, value, year)).toBeUndefined();
  });

  it('name their report', () => {
    for (const year of BAND_YEARS) {
      expect(findBand('recovery-time', 1, year)).toEqual({
        names: ['elite'],
        year,
        source: `https://dora.dev/research/${year}/dora-report/`,
      });
    }
  });
});
