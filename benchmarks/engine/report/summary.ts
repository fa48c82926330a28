import { quantiles } from '../../lib/quantiles';
import type { Quantiles } from '../../lib/quantiles';
import type { Measured, Round } from '../engineResults';

/** A value of both contenders, and the median of the rounds' ratios of the subject to its peer. */
export interface Compared {
  subject: number;
  peer?: number;
  ratio?: number;
  /** The ratio of each round. */
  ratios?: number[];
}

/** Calculates the median; `undefined` without values. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined
    ? undefined
    : (upper + lower) / 2;
}

/** Compares a percentile of the latency: of all rounds together for the values, and of each round for the ratio. */
export function compareLatency(
  rounds: readonly Round[],
  percentile: 'p50' | 'p95' | 'p99',
): Compared | undefined {
  const calculate = (values: readonly number[]): number | undefined => {
    const known: Quantiles | undefined = quantiles(values);
    return known?.[percentile];
  };
  const pooled = (all: readonly Measured[]) =>
    calculate(all.flatMap(({ latencies }) => latencies));
  return compare(rounds, ({ latencies }) => calculate(latencies), pooled);
}

/** Compares jobs per second by the median of the rounds. */
export function compareThroughput(
  rounds: readonly Round[],
): Compared | undefined {
  return compare(
    rounds,
    ({ perSecond }) => perSecond,
    all => median(all.map(({ perSecond }) => perSecond)),
  );
}

/** Compares the resident bytes of all processes after the last round. */
export function compareMemory(rounds: readonly Round[]): Compared | undefined {
  return compare(
    rounds.slice(-1),
    ({ memory }) => memory,
    all => all[0]?.memory,
  );
}

function compare(
  rounds: readonly Round[],
  getRoundValue: (measured: Measured) => number | undefined,
  getOverallValue: (measured: readonly Measured[]) => number | undefined,
): Compared | undefined {
  const subject = getOverallValue(rounds.map(round => round.slipway));
  if (subject === undefined) {
    return undefined;
  }
  const peer = getOverallValue(rounds.flatMap(round => round.peer ?? []));
  const ratios = rounds.flatMap(round => {
    const own = getRoundValue(round.slipway);
    const other = round.peer && getRoundValue(round.peer);
    return own === undefined || !other ? [] : [own / other];
  });
  const ratio = median(ratios);
  return {
    subject,
    ...(peer === undefined ? {} : { peer }),
    ...(ratio === undefined ? {} : { ratio, ratios }),
  };
}
