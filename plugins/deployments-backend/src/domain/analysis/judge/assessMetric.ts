import {
  countPassEvidence,
  estimateRatio,
  ratioInterval,
} from './countEvidence';
import { toRelative } from './effectScale';
import { meanInterval, meanPassEvidence } from './meanEvidence';
import type { LimitCheck, MetricModel, MetricState } from './metricState';
import {
  countBlocks,
  currentEvidence,
  harmEvidence,
  inflate,
} from './metricState';
import { hasEnoughBatches } from './overdispersion';
import { rareEvidence } from './rareEvents';
import { meanOfSeries } from './series';

export type MetricVerdict =
  /** The candidate is worse, by at least the smallest effect that matters. */
  | 'harm'
  /** The candidate isn't worse by as much. */
  | 'pass'
  /** Neither is proven yet. */
  | 'inconclusive'
  /** One version didn't report for a good part of the time. */
  | 'no_data';

/** What is known about one metric. Effects are relative: 0.1 means that the candidate is 10 % above the baseline. */
export interface MetricAssessment {
  name: string;
  verdict: MetricVerdict;
  /** Absent without a complete block. */
  effect?: number;
  /** Contains the effect with 95 % probability, at all looks together. Its ends may be infinite. */
  interval: [low: number, high: number];
  /** Evidence of harm: if the versions are identical, it ever reaches x with a probability of at most 1/x. */
  evidence: number;
  /** The evidence that is harm. */
  evidenceNeeded: number;
  /** Requests, or values of a gauge. */
  samples: { candidate: number; baseline: number };
  blocks: number;
  /** How much worse the candidate may be by the data so far, as a relative effect of at least 0. */
  largestHarmNotExcluded: number;
  /** Roughly how many more blocks a verdict needs if the versions are identical. Absent if nobody can say, or if none. */
  blocksNeeded?: number;
  /** Comparisons since the weight changed, as `BLOCKS_PER_STEP` counts them. */
  stepBlocks: number;
  /**
   * Whether it passed because its events are so rare that even all of them together are less than `minimumDifference`. The
   * relative interval can then reach far beyond what matters.
   */
  passedAsRare: boolean;
  /** Whether it was compared often enough since the weight changed. */
  measuredInStep: boolean;
  /** Whether the rollout may go to a step that isn't the last: enough blocks in this step, and no sign of harm. */
  mayAdvance: boolean;
  /** Whether the candidate exceeded the metric's hard limit. */
  aboveHardLimit: boolean;
  /** What the hard limit compared last; absent before that, and without one. */
  limitCheck?: LimitCheck;
}

/** The chance that a metric passes whose effect matters. */
const PASS_LEVEL = 0.05;
/** Evidence that isn't harm yet, but too much to pass or to go to the next step. */
const SUSPICIOUS = 10;
/** Blocks that a step needs before the next one; see `MetricState.stepBlocks`. */
export const BLOCKS_PER_STEP = 12;
/** How much events scatter, while there are too few of them to estimate it: what the estimate starts from. */
const ASSUMED_DISPERSION = 1.5;
/** The share of looks with data of only one version above which data are missing, and the fewest looks that say so. */
const MAX_ONE_SIDED = 0.2;
const LEAST_LOOKS = 5;

/** @param alpha - the probability of a false alarm that this metric may have, see `allocateAlpha` */
export function assessMetric(
  model: MetricModel,
  state: MetricState,
  alpha: number,
): MetricAssessment {
  const { plan, signs } = model;
  const { samples, stepBlocks } = state;
  const indices = signs.map((_, index) => index);
  const evidenceNeeded = signs.length / alpha;
  const evidence = Math.exp(
    Math.max(...indices.map(index => harmEvidence(model, state, index))),
  );
  const suspicious =
    evidence >= SUSPICIOUS ||
    indices.some(
      index => currentEvidence(model, state, index) >= Math.log(SUSPICIOUS),
    );
  const enough =
    Math.min(samples.candidate, samples.baseline) >= plan.minimumSamples;
  const harmful = enough && evidence >= evidenceNeeded;
  const passes =
    enough &&
    !suspicious &&
    indices.every(
      index => passEvidence(model, state, index) >= -Math.log(PASS_LEVEL),
    );
  const missing = isMissing(state);
  const aboveHardLimit =
    plan.hardLimit !== undefined && state.aboveLimit >= plan.hardLimit.looks;
  const measuredInStep = !missing && enough && stepBlocks >= BLOCKS_PER_STEP;
  const { effect, interval } = estimateEffect(model, state);
  const worst = Math.max(
    0,
    ...signs.map(sign => (sign > 0 ? interval[1] : -interval[0])),
  );
  return {
    name: plan.name,
    verdict: decide({ harmful, missing, passes }),
    ...(effect === undefined ? {} : { effect }),
    interval,
    evidence,
    evidenceNeeded,
    samples: { ...samples },
    blocks: countBlocks(state.whole),
    // The verdict of a count comes from the likelihood, the interval from an approximation; the verdict counts.
    largestHarmNotExcluded: passes
      ? Math.min(worst, plan.minimumEffect)
      : Math.max(worst, plan.minimumEffect),
    ...estimateNeed(plan.minimumEffect, state, interval, passes || harmful),
    stepBlocks,
    passedAsRare:
      passes &&
      worst > plan.minimumEffect &&
      indices.every(
        index => rarePassEvidence(model, state, index) >= -Math.log(PASS_LEVEL),
      ),
    measuredInStep,
    mayAdvance:
      !harmful &&
      !suspicious &&
      !aboveHardLimit &&
      (plan.withoutData === 'ignore' || measuredInStep),
    aboveHardLimit,
    ...(state.limitCheck ? { limitCheck: state.limitCheck } : {}),
  };
}

function decide(is: {
  harmful: boolean;
  missing: boolean;
  passes: boolean;
}): MetricVerdict {
  if (is.harmful) return 'harm';
  if (is.missing) return 'no_data';
  return is.passes ? 'pass' : 'inconclusive';
}

/** Data of one version only, or no data of either, for a good part of the looks. */
function isMissing({ looks, samples }: MetricState): boolean {
  if (looks.total + looks.silent < LEAST_LOOKS) return false;
  return (
    looks.oneSided > MAX_ONE_SIDED * looks.total ||
    Math.min(samples.candidate, samples.baseline) === 0
  );
}

function passEvidence(
  model: MetricModel,
  state: MetricState,
  index: number,
): number {
  const { whole } = state;
  const inflation = inflate(whole);
  if (whole.type === 'mean') {
    const { signs, bounds } = model;
    const [sign = 1, bound = 0] = [signs[index], bounds[index]];
    return meanPassEvidence(whole.state, sign, bound, inflation);
  }
  const rare = rarePassEvidence(model, state, index);
  return hasEnoughBatches(whole.state.dispersion)
    ? Math.max(
        countPassEvidence(whole.state, model.directions, index, inflation),
        rare,
      )
    : rare;
}

/**
 * The evidence that shares are too small to differ by what matters: if less than `minimumDifference` of the requests
 * fail, then that is also the most by which more of them can fail than before.
 */
function rarePassEvidence(
  { plan: { minimumDifference }, signs }: MetricModel,
  { events, samples, whole }: MetricState,
  index: number,
): number {
  if (!minimumDifference || whole.type === 'mean') return -Infinity;
  const inflation = hasEnoughBatches(whole.state.dispersion)
    ? inflate(whole)
    : ASSUMED_DISPERSION;
  const arm = signs[index] === -1 ? 'baseline' : 'candidate';
  const counted = { events: events[arm], total: samples[arm] };
  // Half of it, as for the ratio: passing by either of the two may be wrong.
  return rareEvidence(counted, minimumDifference, inflation) - Math.LN2;
}

function estimateEffect(
  { plan: { kind } }: MetricModel,
  { whole }: MetricState,
): { effect?: number; interval: [number, number] } {
  const inflation = inflate(whole);
  if (whole.type === 'mean') {
    const [low, high] = meanInterval(whole.state, PASS_LEVEL, inflation);
    return {
      ...(whole.state.count > 0
        ? { effect: toRelative(kind, meanOfSeries(whole.state)) }
        : {}),
      interval: [Math.max(-1, toRelative(kind, low)), toRelative(kind, high)],
    };
  }
  const [low, high] = ratioInterval(whole.state, PASS_LEVEL, inflation);
  return {
    ...(whole.state.blocks > 0
      ? { effect: estimateRatio(whole.state) - 1 }
      : {}),
    interval: [low - 1, high - 1],
  };
}

/** The width of the interval shrinks with the root of the number of blocks. */
function estimateNeed(
  minimumEffect: number,
  { whole }: MetricState,
  [low, high]: [number, number],
  decided: boolean,
): { blocksNeeded?: number } {
  const half = (high - low) / 2;
  if (decided || !Number.isFinite(half)) return {};
  const blocks = countBlocks(whole);
  const needed = Math.ceil(blocks * (half / minimumEffect) ** 2) - blocks;
  return { blocksNeeded: Math.max(1, needed) };
}
