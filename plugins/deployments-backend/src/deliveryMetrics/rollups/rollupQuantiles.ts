import type { BigIntColumn } from '../../persistence/columns';
import { readNumber } from '../../persistence/columns';
import type { Database } from '../../persistence/database';
import { DAY_MS, toDay } from '../persistence/days';
import type { Quantiles } from '../definitions/metricValues';
import { interpolate, neighbours } from '../definitions/percentile';
import type { Sample } from '../persistence/rollups/rollupCodec';
import {
  SLOT_MS,
  forEachSlot,
  decompressValues,
} from '../persistence/rollups/rollupCodec';
import { valueAtRank } from './valueAtRank';
import type { Valued } from '../persistence/rollups/rollupSeries';
import type { RawDays, Histogram } from './histogram';
import { createOrderedFinder, findInterval } from './histogram';

/** Intervals of a tally; `until` is exclusive. */
export interface Group {
  from: number;
  until: number;
}

const POINTS = [0.5, 0.75, 0.9] as const;

/**
 * Computes exact quantiles over several intervals. The counts reveal the bins around each quantile, and only the
 * values of these bins are read.
 */
export async function computeGroupQuantiles(
  database: Database,
  {
    tier,
    series,
    histogram,
    raw,
  }: { tier: string; series: Valued; histogram: Histogram; raw: RawDays },
  groups: readonly Group[],
): Promise<{ n: number; quantiles?: Quantiles }[]> {
  const searched = groups.map(group => search(histogram, group));
  const wanted = new Map<string, Set<Search>>();
  for (const one of searched) {
    for (const { bin, value } of one.found.values()) {
      if (value !== undefined) continue;
      const searches = wanted.get(bin) ?? new Set();
      wanted.set(bin, searches.add(one));
    }
  }
  for (const [bin, searches] of wanted) {
    await readValues(database, { tier, series, histogram, raw, bin }, [
      ...searches,
    ]);
  }
  return searched.map(({ n, found }) => {
    if (n === 0) return { n };
    const [p50, p75, p90] = POINTS.map(p => {
      const { lower, upper, fraction } = neighbours(n, p);
      const at = (rank: number) => found.get(rank)?.value ?? NaN;
      return interpolate(at(lower), at(upper), fraction);
    });
    return { n, quantiles: { p50, p75, p90 } };
  });
}

interface Search {
  group: Group;
  n: number;
  /** By rank among all values of the group. */
  found: Map<number, Found>;
}

interface Found {
  bin: string;
  /** Rank among the group's values in the bin. */
  rank: number;
  value?: number;
}

function search({ bins }: Histogram, group: Group): Search {
  const ordered = [...bins]
    .map(([bin, histogram]) => ({
      bin,
      histogram,
      n: countRows(histogram.counts, group),
    }))
    .filter(({ n }) => n > 0)
    .sort((a, b) => Number(a.bin) - Number(b.bin));
  const n = ordered.reduce((sum, one) => sum + one.n, 0);
  const ranks = POINTS.flatMap(p => {
    const { lower, upper } = neighbours(n, p);
    return n === 0 ? [] : [lower, upper];
  });
  const found = new Map<number, Found>();
  let before = 0;
  for (const { bin, histogram, n: ofBin } of ordered) {
    for (const rank of ranks) {
      if (rank < before || rank >= before + ofBin) continue;
      const of = { bin, rank: rank - before };
      const least = Math.min(
        ...histogram.least.subarray(group.from, group.until),
      );
      const most = Math.max(
        ...histogram.most.subarray(group.from, group.until),
      );
      found.set(rank, least === most ? { ...of, value: least } : of);
    }
    before += ofBin;
  }
  return { group, n, found };
}

export function countRows(
  counts: Float64Array,
  { from, until }: Group,
): number {
  return counts.subarray(from, until).reduce((sum, n) => sum + n, 0);
}

/** Reads the values of a bin, and passes each search the ones that it needs. */
async function readValues(
  { knex }: Database,
  of: {
    tier: string;
    series: Valued;
    histogram: Histogram;
    raw: RawDays;
    bin: string;
  },
  searches: readonly Search[],
): Promise<void> {
  const { tier, series, histogram, raw, bin } = of;
  const { cuts } = histogram;
  const counts = histogram.bins.get(bin)?.counts ?? new Float64Array();
  const without = raw.without.get(series)?.get(bin) ?? [];
  const samples = searches.map(({ group }) => {
    const left = leftOut(without, cuts, group);
    return {
      ...{ group, left, filled: 0 },
      values: new Float64Array(countRows(counts, group) + left.length),
    };
  });
  const byInterval = cuts.map((_, interval) =>
    samples.filter(
      ({ group }) => interval >= group.from && interval < group.until,
    ),
  );
  const take = (interval: number | undefined, values: ArrayLike<number>) => {
    if (interval === undefined) return;
    for (const sample of byInterval[interval]) {
      sample.values.set(values, sample.filled);
      sample.filled += values.length;
    }
  };

  const begin = Math.min(...searches.map(({ group }) => group.from));
  const end = Math.max(...searches.map(({ group }) => group.until));
  const rows: {
    day: BigIntColumn;
    n: number;
    least: BigIntColumn;
    slots: string;
    samples: string;
  }[] = await knex('dora_rollups')
    .where({ tier, series, bin })
    .where('day', '>=', toDay(cuts[begin]))
    .where('day', '<', cuts[end])
    .whereNotIn('day', [...raw.days])
    .select('day', 'n', 'least', 'slots', 'samples');
  for (const row of rows) {
    const day = readNumber(row.day);
    const values = decompressValues({ ...row, least: readNumber(row.least) });
    const interval = findInterval(cuts, day);
    if (interval !== undefined && cuts[interval + 1] >= day + DAY_MS) {
      take(interval, values);
      continue;
    }
    const intervalAt = createOrderedFinder(cuts);
    let first = 0;
    forEachSlot(row.slots, (slot, count) => {
      take(
        intervalAt(day + slot * SLOT_MS),
        values.subarray(first, first + count),
      );
      first += count;
    });
  }
  for (const { at, value } of raw.samples.get(series)?.get(bin) ?? []) {
    take(findInterval(cuts, at), [value]);
  }

  searches.forEach(({ found }, i) => {
    const { values: all, filled, left } = samples[i];
    if (filled !== all.length) {
      throw new Error(
        `The rollup of ${series} of ${tier} counts ${all.length} values in a range and has ${filled}`,
      );
    }
    const values = removeValues(all, left);
    for (const one of found.values()) {
      if (one.bin === bin) one.value = valueAtRank(values, one.rank);
    }
  });
}

function leftOut(
  samples: readonly Sample[],
  cuts: readonly number[],
  { from, until }: Group,
): number[] {
  return samples
    .filter(({ at }) => at >= cuts[from] && at < cuts[until])
    .map(({ value }) => value);
}

/** Removes each excluded value as often as it is listed. */
function removeValues(
  values: Float64Array,
  left: readonly number[],
): Float64Array {
  if (left.length === 0) return values;
  const times = new Map<number, number>();
  for (const value of left) times.set(value, (times.get(value) ?? 0) + 1);
  return values.filter(value => {
    const more = times.get(value) ?? 0;
    if (more > 0) times.set(value, more - 1);
    return more === 0;
  });
}
