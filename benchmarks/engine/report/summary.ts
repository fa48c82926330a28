import { quantiles } from '../../lib/quantiles';
import type { Quantiles } from '../../lib/quantiles';
import type { Measured, Round } from '../results';

/** One figure of both, and how they compare: the median of the rounds' ratios, Slipway by Scaffolder. */
export interface Compared {
  slipway: number;
  scaffolder?: number;
  ratio?: number;
}

/** The middle value, or the mean of the two in the middle; undefined without values. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined
    ? undefined
    : (upper + lower) / 2;
}

/** A percentile of the latency: of all rounds together for each, and of each round for the ratio. */
export function compareLatency(
  rounds: readonly Round[],
  percentile: 'p50' | 'p95' | 'p99',
): Compared | undefined {
  const of = (values: readonly number[]): number | undefined => {
    const known: Quantiles | undefined = quantiles(values);
    return known?.[percentile];
  };
  const pooled = (all: readonly Measured[]) =>
    of(all.flatMap(({ latencies }) => latencies));
  return compare(rounds, ({ latencies }) => of(latencies), pooled);
}

/** Jobs a second: the median of the rounds for each. */
export function compareThroughput(
  rounds: readonly Round[],
): Compared | undefined {
  return compare(
    rounds,
    ({ perSecond }) => perSecond,
    all => median(all.map(({ perSecond }) => perSecond)),
  );
}

/** Resident bytes of all processes: what it came to after the last round. */
export function compareMemory(rounds: readonly Round[]): Compared | undefined {
  return compare(
    rounds.slice(-1),
    ({ memory }) => memory,
    all => all[0]?.memory,
  );
}

function compare(
  rounds: readonly Round[],
  ofRound: (measured: Measured) => number | undefined,
  ofAll: (measured: readonly Measured[]) => number | undefined,
): Compared | undefined {
  const slipway = ofAll(rounds.map(round => round.slipway));
  if (slipway === undefined) {
    return undefined;
  }
  const others = rounds.flatMap(({ scaffolder }) => scaffolder ?? []);
  const ratio = median(
    rounds.flatMap(round => {
      const own = ofRound(round.slipway);
      const other = round.scaffolder && ofRound(round.scaffolder);
      return own === undefined || !other ? [] : [own / other];
    }),
  );
  const scaffolder = ofAll(others);
  return {
    slipway,
    ...(scaffolder === undefined ? {} : { scaffolder }),
    ...(ratio === undefined ? {} : { ratio }),
  };
}
