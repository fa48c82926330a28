import type { Knex } from 'knex';
import type { BigIntColumn } from '../../persistence/columns';
import { readNumber } from '../../persistence/columns';
import type { Database } from '../../persistence/database';
import { DAY_MS, toDay } from '../persistence/days';
import { findStaleRollups } from '../persistence/rollups/rollupRows';
import { toBucket } from './toBucket';
import type { DoraFilter } from '../persistence/metricFilter';
import { SLOT_MS, forEachSlot } from '../persistence/rollups/rollupCodec';
import type { Samples } from './samples';
import { readSamples } from './samples';
import { SERIES } from '../persistence/rollups/rollupSeries';
import type { Series } from '../persistence/rollups/rollupSeries';

/** Above this number of days, reading rows takes longer than leaving everything to the database. */
const MAX_RAW_DAYS = 20;

/** The rows of days without a usable rollup: it is stale, or has to be cut within a day. */
export interface RawDays {
  days: ReadonlySet<number>;
  samples: Samples;
  /** Rows of excluded services: the rollups contain them, so they are subtracted. */
  without: Samples;
}

/** Number of rows per bin and interval between cuts. */
export interface Histogram {
  /** Ascending epoch milliseconds; two neighbours limit an interval, which are numbered from 0. */
  cuts: readonly number[];
  bins: Map<string, BinHistogram>;
}

interface BinHistogram {
  /** By interval, like the smallest and the largest possible value. */
  counts: Float64Array;
  least: Float64Array;
  most: Float64Array;
}

/** Subtracts one row; the bounds of the rest stay valid. */
const SUBTRACTED = { n: -1, least: Infinity, most: -Infinity };

/**
 * Reads the rows of days without a usable rollup. Returns undefined if there are so many that rollups do not help.
 *
 * @param cuts - all cuts, ascending
 */
export async function readRawDays(
  on: Knex,
  { tier, without = [] }: Pick<DoraFilter, 'tier' | 'without'>,
  cuts: readonly number[],
): Promise<RawDays | undefined> {
  const from = cuts[0];
  const until = cuts[cuts.length - 1];
  const stale = await findStaleRollups(on, tier, {
    from: toDay(from),
    until,
  });
  const uneven = cuts.filter(cut => toDay(cut) !== cut && cut % SLOT_MS !== 0);
  const days = new Set([...stale, ...uneven.map(toDay)]);
  if (days.size > MAX_RAW_DAYS) return undefined;
  const samples: Samples = new Map();
  for (const day of days) {
    const span = {
      from: Math.max(day, from),
      until: Math.min(day + DAY_MS, until),
    };
    const ofDay = await readSamples(on, tier, span, SERIES);
    for (const [series, bins] of ofDay) {
      const known = samples.get(series) ?? new Map();
      samples.set(series, known);
      for (const [bin, some] of bins) {
        known.set(bin, [...(known.get(bin) ?? []), ...some]);
      }
    }
  }
  return {
    days,
    samples,
    without:
      without.length === 0
        ? new Map()
        : await readSamples(on, tier, { from, until }, SERIES, without),
  };
}

/** Counts the rows of a tier's series. */
export async function readTallies(
  database: Database,
  tier: string,
  series: readonly Series[],
  cuts: readonly number[],
  raw: RawDays,
): Promise<Map<Series, Histogram>> {
  const histograms = new Map(
    series.map(one => [one, { cuts, bins: new Map() } as Histogram]),
  );
  const add = (of: Series, bin: string, interval: number, part: Part) => {
    const histogram = histograms.get(of);
    if (histogram) addTo(histogram, bin, interval, part);
  };
  const cutDays = cuts.filter(cut => toDay(cut) !== cut).map(toDay);
  const { knex } = database;
  const rolledUp = () =>
    knex('dora_rollups').where({ tier }).whereIn('series', series);

  const from = cuts[0];
  const until = cuts[cuts.length - 1];
  const whole: WholeRow[] = await knex
    .from(
      rolledUp()
        .where('day', '>=', toDay(from))
        .where('day', '<', until)
        .whereNotIn('day', [...new Set([...cutDays, ...raw.days])])
        .select('series', 'bin', 'n', 'least', 'most')
        .select({ bucket: toBucket(database, 'day', cuts) })
        .as('days'),
    )
    .groupBy('series', 'bin', 'bucket')
    .select('series', 'bin', 'bucket')
    .sum({ n: 'n' })
    .min({ least: 'least' })
    .max({ most: 'most' });
  for (const row of whole) {
    add(row.series, row.bin, Number(row.bucket), {
      n: readNumber(row.n),
      least: readNumber(row.least),
      most: readNumber(row.most),
    });
  }

  const halved: CutRow[] = await rolledUp()
    .whereIn(
      'day',
      [...new Set(cutDays)].filter(day => !raw.days.has(day)),
    )
    .select('series', 'bin', 'day', 'least', 'most', 'slots');
  for (const row of halved) {
    const day = readNumber(row.day);
    const least = readNumber(row.least);
    const most = readNumber(row.most);
    const intervalAt = createOrderedFinder(cuts);
    forEachSlot(row.slots, (slot, n) => {
      const interval = intervalAt(day + slot * SLOT_MS);
      if (interval !== undefined) {
        add(row.series, row.bin, interval, { n, least, most });
      }
    });
  }

  const addAll = (
    of: Series,
    samples: Samples,
    part: (value: number) => Part,
  ) => {
    for (const [bin, some] of samples.get(of) ?? []) {
      for (const { at, value } of some) {
        const interval = findInterval(cuts, at);
        if (interval !== undefined) add(of, bin, interval, part(value));
      }
    }
  };
  for (const one of series) {
    addAll(one, raw.samples, value => ({ n: 1, least: value, most: value }));
    addAll(one, raw.without, () => SUBTRACTED);
  }
  return histograms;
}

interface Part {
  n: number;
  least: number;
  most: number;
}

interface WholeRow {
  series: Series;
  bin: string;
  bucket: BigIntColumn;
  n: BigIntColumn;
  least: BigIntColumn;
  most: BigIntColumn;
}

interface CutRow {
  series: Series;
  bin: string;
  day: BigIntColumn;
  least: BigIntColumn;
  most: BigIntColumn;
  slots: string;
}

function addTo(
  { cuts, bins }: Histogram,
  bin: string,
  interval: number,
  { n, least, most }: Part,
): void {
  let known = bins.get(bin);
  if (!known) {
    const size = cuts.length - 1;
    known = {
      counts: new Float64Array(size),
      least: new Float64Array(size).fill(Infinity),
      most: new Float64Array(size).fill(-Infinity),
    };
    bins.set(bin, known);
  }
  known.counts[interval] += n;
  known.least[interval] = Math.min(known.least[interval], least);
  known.most[interval] = Math.max(known.most[interval], most);
}

/** Returns the index of the interval of a time, or undefined if it is in none. */
export function findInterval(
  cuts: readonly number[],
  at: number,
): number | undefined {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (cuts[middle] <= at) low = middle + 1;
    else high = middle;
  }
  return low === 0 || low === cuts.length ? undefined : low - 1;
}

/** The same as {@link findInterval} for times that never decrease: the result is mostly the previous one. */
export function createOrderedFinder(
  cuts: readonly number[],
): (at: number) => number | undefined {
  let last: { from: number; until: number; interval?: number } | undefined;
  return at => {
    if (!last || at < last.from || at >= last.until) {
      const interval = findInterval(cuts, at);
      last =
        interval === undefined
          ? { from: at, until: at + 1 }
          : { from: cuts[interval], until: cuts[interval + 1], interval };
    }
    return last.interval;
  };
}
