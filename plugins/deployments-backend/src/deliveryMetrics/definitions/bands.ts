import type {
  DoraBand,
  DoraLevel,
  DoraMetricName,
} from '@slipway/backstage-plugin-deployments-common';

/** The reports with known performance levels, newest first. */
export const BAND_YEARS = [2024, 2023, 2021, 2019] as const;

export type BandYear = (typeof BAND_YEARS)[number];

/** Values from `above` up to `below`, which is excluded unless `closed` is set. */
interface Range {
  level: DoraLevel;
  from?: number;
  below?: number;
  closed?: boolean;
}

interface Report {
  source: string;
  ranges: Partial<Record<DoraMetricName, Range[]>>;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
/** The reports don't define the length of a month; this is a twelfth of a mean Gregorian year. */
const MONTH = (365.2425 / 12) * DAY;

const PER_DAY = 1;
const PER_WEEK = 1 / 7;
const PER_MONTH = DAY / MONTH;
const PER_HALF_YEAR = PER_MONTH / 6;

/** "On demand (multiple deploys per day)" means more than one a day. */
const FREQUENCY_OF_2019: Range[] = [
  { level: 'elite', from: PER_DAY },
  { level: 'high', from: PER_WEEK, below: PER_DAY, closed: true },
  { level: 'medium', from: PER_MONTH, below: PER_WEEK },
  { level: 'low', from: PER_HALF_YEAR, below: PER_MONTH },
];

const LEAD_TIME_OF_2019: Range[] = [
  { level: 'elite', below: DAY },
  { level: 'high', from: DAY, below: WEEK },
  { level: 'medium', from: WEEK, below: MONTH },
  { level: 'low', from: MONTH, below: 6 * MONTH, closed: true },
];

/**
 * The tables of the Accelerate State of DevOps reports as published: with their gaps, with ranges shared by several
 * levels, and without a band where a report gives none. The change fail rates of 2023 and 2024 are typical values of
 * clusters (2023: 5, 10, 15 and 64 %; 2024: 5, 20, 10 and 40 %) rather than ranges, so they define no bands. No
 * report defines levels for the rework rate.
 */
const REPORTS: Record<BandYear, Report> = {
  2019: {
    source: 'https://dora.dev/research/2019/dora-report/',
    ranges: {
      'deployment-frequency': FREQUENCY_OF_2019,
      'change-lead-time': LEAD_TIME_OF_2019,
      'change-fail-rate': [
        ...sharing(['elite', 'high', 'medium'], { below: 0.15, closed: true }),
        { level: 'low', from: 0.46, below: 0.6, closed: true },
      ],
      'recovery-time': [
        { level: 'elite', below: HOUR },
        ...sharing(['high', 'medium'], { from: HOUR, below: DAY }),
        { level: 'low', from: WEEK, below: MONTH, closed: true },
      ],
    },
  },
  2021: {
    source: 'https://dora.dev/research/2021/dora-report/',
    ranges: {
      'deployment-frequency': [
        { level: 'elite', from: PER_DAY },
        { level: 'high', from: PER_MONTH, below: PER_WEEK, closed: true },
        { level: 'medium', from: PER_HALF_YEAR, below: PER_MONTH },
        { level: 'low', below: PER_HALF_YEAR },
      ],
      'change-lead-time': [
        { level: 'elite', below: HOUR },
        { level: 'high', from: DAY, below: WEEK, closed: true },
        { level: 'medium', from: MONTH, below: 6 * MONTH, closed: true },
        { level: 'low', from: 6 * MONTH },
      ],
      'change-fail-rate': [
        { level: 'elite', below: 0.15, closed: true },
        ...sharing(['high', 'medium', 'low'], {
          from: 0.16,
          below: 0.3,
          closed: true,
        }),
      ],
      'recovery-time': [
        { level: 'elite', below: HOUR },
        { level: 'high', from: HOUR, below: DAY },
        { level: 'medium', from: DAY, below: WEEK, closed: true },
        { level: 'low', from: 6 * MONTH },
      ],
    },
  },
  2023: {
    source: 'https://dora.dev/research/2023/dora-report/',
    ranges: {
      'deployment-frequency': [
        { level: 'elite', from: PER_DAY },
        { level: 'high', from: PER_WEEK, below: PER_DAY, closed: true },
        ...sharing(['medium', 'low'], { from: PER_MONTH, below: PER_WEEK }),
      ],
      'change-lead-time': [
        { level: 'elite', below: DAY },
        { level: 'high', from: DAY, below: WEEK },
        ...sharing(['medium', 'low'], {
          from: WEEK,
          below: MONTH,
          closed: true,
        }),
      ],
      'recovery-time': [
        { level: 'elite', below: HOUR },
        { level: 'high', from: HOUR, below: DAY },
        { level: 'medium', from: DAY, below: WEEK, closed: true },
        { level: 'low', from: MONTH, below: 6 * MONTH, closed: true },
      ],
    },
  },
  2024: {
    source: 'https://dora.dev/research/2024/dora-report/',
    ranges: {
      'deployment-frequency': FREQUENCY_OF_2019,
      'change-lead-time': LEAD_TIME_OF_2019,
      'recovery-time': [
        { level: 'elite', below: HOUR },
        ...sharing(['high', 'medium'], { from: HOUR, below: DAY }),
        { level: 'low', from: WEEK, below: MONTH, closed: true },
      ],
    },
  },
};

function sharing(levels: DoraLevel[], range: Omit<Range, 'level'>): Range[] {
  return levels.map(level => ({ level, ...range }));
}

/**
 * Returns the band of a value. Units: deployments per day, milliseconds, or a ratio from 0 to 1. Returns undefined if
 * the report gives no band.
 */
export function findBand(
  metric: DoraMetricName,
  value: number,
  year: BandYear,
): DoraBand | undefined {
  const { source, ranges } = REPORTS[year];
  const names = (ranges[metric] ?? [])
    .filter(range => isInRange(value, range))
    .map(({ level }) => level);
  return names.length > 0 ? { names, year, source } : undefined;
}

function isInRange(value: number, { from, below, closed }: Range): boolean {
  // More often than once a day is elite; exactly once a day is the end of the level below.
  const above = from === PER_DAY && below === undefined ? value > from : true;
  return (
    above &&
    (from === undefined || value >= from) &&
    (below === undefined || (closed ? value <= below : value < below))
  );
}
