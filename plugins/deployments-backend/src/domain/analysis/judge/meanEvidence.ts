import type { MeanBlock } from './blocks';
import type { Sign } from './metricPlan';
import type { Series } from './series';
import {
  addToSeries,
  createSeries,
  estimateInflation,
  estimateScatter,
  meanOfSeries,
  sumSquares,
  typicalWeight,
} from './series';
import type { TStatistic } from './tMixture';
import { logTMixture, tMixtureHalfWidth } from './tMixture';

/**
 * Evidence about a mean effect from blocks: the t statistic as a mixture, which stays valid however often one looks. With
 * the prior 1/σ on the standard deviation and N(0, g) on the effect in units of it, the likelihood ratio has a closed
 * form (Lai 1976). Two corrections are estimates, not theorems: a series that is correlated counts as a shorter one, and
 * outliers are clipped.
 */
export type MeanState = Series;

export const createMeanState: () => MeanState = createSeries;

/** The prior variance of effect/σ for evidence of harm, as a mixture: small effects late, large ones early. */
const HARM_PRIOR: readonly { g: number; share: number }[] = [
  { g: 0.1, share: 0.8 },
  { g: 1, share: 0.2 },
];
/** The prior variance of effect/σ for intervals, and so for passing. */
const INTERVAL_PRIOR = 0.1;

/** Below this, and with fewer blocks or fewer independent ones, there is no evidence. */
const LEAST_BLOCKS = 6;
const LEAST_INDEPENDENT = 4;

/** Differences below 0.1 % aren't resolved: otherwise constant levels would prove anything. */
const RESOLUTION = 1e-6;

/** Outliers are clipped to so many standard deviations, from the block after these on. */
const CLIP_DEVIATIONS = 5;
const CLIP_AFTER = 8;

/** Keeps e to this power finite. */
const MAX_LOG = 600;

const INFLATION = { bias: 2, margin: 1, slack: false };

/** Adds a block in place. */
export function addMeanBlock(state: MeanState, block: MeanBlock): void {
  const { count } = state;
  let { effect } = block;
  if (count >= CLIP_AFTER) {
    const deviation = Math.sqrt(
      sumResolved(state) / (count - 1) / block.weight,
    );
    const mean = meanOfSeries(state);
    const limit = CLIP_DEVIATIONS * deviation;
    effect = Math.max(mean - limit, Math.min(mean + limit, effect));
  }
  addToSeries(state, effect, block.weight);
}

/** How many times longer a series of independent blocks would have to be to say as much. At least 1. */
export function inflateMean(state: MeanState): number {
  return Math.max(
    1,
    estimateInflation(state, INFLATION) * estimateScatter(state),
  );
}

/**
 * The logarithm of the evidence that there is an effect in the direction `sign`.
 *
 * @param inflation - from `inflateMean`, or more
 */
export function meanHarmEvidence(
  state: MeanState,
  sign: Sign,
  inflation: number,
): number {
  const distance = meanOfSeries(state) * sign;
  if (distance <= 0 || !isEnough(state, inflation)) return -Infinity;
  const statistic = toStatistic(state, inflation);
  let evidence = 0;
  for (const { g, share } of HARM_PRIOR) {
    const log = logTMixture(
      statistic,
      distance,
      scalePrior(state, g, inflation),
    );
    evidence += share * Math.exp(Math.min(MAX_LOG, log));
  }
  // Twice, because it is about one of two directions.
  return Math.log(2 * evidence);
}

/** The logarithm of the evidence that the effect is less than `bound` in the direction `sign`. */
export function meanPassEvidence(
  state: MeanState,
  sign: Sign,
  bound: number,
  inflation: number,
): number {
  const distance = (bound - meanOfSeries(state)) * sign;
  return distance <= 0 || !isEnough(state, inflation)
    ? -Infinity
    : logTMixture(
        toStatistic(state, inflation),
        distance,
        scalePrior(state, INTERVAL_PRIOR, inflation),
      );
}

/** The interval that contains the effect with probability 1 - level at all looks together. May be infinite. */
export function meanInterval(
  state: MeanState,
  level: number,
  inflation: number,
): [low: number, high: number] {
  const mean = meanOfSeries(state);
  const half = isEnough(state, inflation)
    ? tMixtureHalfWidth(
        toStatistic(state, inflation),
        level,
        scalePrior(state, INTERVAL_PRIOR, inflation),
      )
    : Infinity;
  return [mean - half, mean + half];
}

function toStatistic(state: MeanState, inflation: number): TStatistic {
  return {
    count: state.count / inflation,
    weight: state.w,
    squares: sumResolved(state),
  };
}

function isEnough({ count }: MeanState, inflation: number): boolean {
  return count >= LEAST_BLOCKS && count / inflation >= LEAST_INDEPENDENT;
}

function scalePrior(state: MeanState, g: number, inflation: number): number {
  return (g * state.w) / typicalWeight(state) / inflation;
}

function sumResolved(state: MeanState): number {
  return sumSquares(state) + RESOLUTION * state.w;
}
