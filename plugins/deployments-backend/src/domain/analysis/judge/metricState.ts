import type { CountBlock, MeanBlock, OpenBlock } from './blocks';
import { addToBlock, createOpenBlock, resetBlock } from './blocks';
import type { CountDirection, CountState } from './countEvidence';
import {
  addCountBlock,
  countHarmEvidence,
  createCountState,
  estimateDifference,
  estimateRatio,
  listCountDirections,
} from './countEvidence';
import { toBlockScale } from './effectScale';
import type { MeanState } from './meanEvidence';
import {
  addMeanBlock,
  createMeanState,
  inflateMean,
  meanHarmEvidence,
} from './meanEvidence';
import type { MetricPlan } from '../../model/analysisModel';
import type { Sign } from './metricPlan';
import { listSigns } from './metricPlan';
import type { Observation } from './observation';
import { countSamples } from './observation';
import { estimateDispersion, hasEnoughBatches } from './overdispersion';
import { meanOfSeries } from './series';

/** A part of the rollout. */
export type SegmentState =
  | { type: 'mean'; state: MeanState }
  | { type: 'count'; state: CountState };

/**
 * Everything that the judge remembers about a metric: plain JSON that can be stored between looks, and that doesn't grow
 * with their number. `observe`, `startStep` and `skip` change it in place.
 */
export interface MetricState {
  open: OpenBlock;
  whole: SegmentState;
  /** The current segment, since the last step; null in the first step, which the whole covers. */
  segment: SegmentState | null;
  /** Segments so far, without the first. */
  segments: number;
  /** What closed segments contribute to the evidence, for each direction. */
  closed: number[];
  /** The inflation of the whole when the segment started. */
  inflation: number;
  /** Complete blocks since the step started; for a count, looks with requests of both versions, with events or without. */
  stepBlocks: number;
  /** `silent`: neither version reported anything. The others are in `total`. */
  looks: { total: number; oneSided: number; silent: number };
  samples: { candidate: number; baseline: number };
  /** The events of a count among `samples`. */
  events: { candidate: number; baseline: number };
  /** Looks in a row above the hard limit. */
  aboveLimit: number;
  /** Requests that the hard limit has not counted yet, because the candidate has too few. */
  uncounted: { candidate: EventCount; baseline: EventCount };
  /** The last comparison with the hard limit; null before the first. */
  limitCheck: LimitCheck | null;
}

interface EventCount {
  events: number;
  total: number;
}

/** A value beside a hard limit: a level, or the share of events among requests. */
export interface LimitValue extends Partial<EventCount> {
  value: number;
}

/** What a hard limit compared, over the looks that it took together. The baseline is there to compare with. */
export interface LimitCheck {
  candidate: LimitValue;
  baseline?: LimitValue;
}

/** What is derived from the plan, once. */
export interface MetricModel {
  plan: MetricPlan;
  signs: readonly Sign[];
  directions: readonly CountDirection[];
  /** The smallest effect that matters in each direction, on the scale of the blocks. */
  bounds: readonly number[];
}

/** A step that is longer gets a new segment, so that late effects are found in it too. */
const BLOCKS_PER_SEGMENT = 120;

/** The inflation that a new segment inherits at most. */
const MAX_INHERITED = 10;

/** Throws an error if the plan can't be judged. */
export function createMetricModel(plan: MetricPlan): MetricModel {
  const { direction, kind, minimumEffect, name, quantile } = plan;
  if (!(minimumEffect > 0 && minimumEffect < 1)) {
    throw new Error(
      `The smallest effect of ${name} that matters must be between 0 and 1, but is ${minimumEffect}`,
    );
  }
  if (kind === 'quantile' && !(quantile && quantile > 0 && quantile < 1)) {
    throw new Error(`The quantile of ${name} must be between 0 and 1`);
  }
  const signs = listSigns(direction);
  return {
    plan,
    signs,
    directions: isCounted(plan)
      ? listCountDirections(direction, minimumEffect)
      : [],
    bounds: signs.map(sign => toBlockScale(plan.kind, sign * minimumEffect)),
  };
}

export function createMetricState(model: MetricModel): MetricState {
  return {
    open: createOpenBlock(),
    whole: createSegment(model),
    segment: null,
    segments: 0,
    closed: model.signs.map(() => 0),
    inflation: 1,
    stepBlocks: 0,
    looks: { total: 0, oneSided: 0, silent: 0 },
    samples: { candidate: 0, baseline: 0 },
    events: { candidate: 0, baseline: 0 },
    aboveLimit: 0,
    uncounted: createUncounted(),
    limitCheck: null,
  };
}

/** Adds a look. Throws an error if the observations don't fit the kind of the metric. */
export function observe(
  model: MetricModel,
  state: MetricState,
  { candidate, baseline }: Observation,
): void {
  if (!candidate && !baseline) {
    state.looks.silent += 1;
    return;
  }
  state.looks.total += 1;
  checkLimit(model, state, { candidate, baseline });
  if (!candidate || !baseline) {
    state.looks.oneSided += 1;
    return;
  }
  state.samples.candidate += countSamples(candidate);
  state.samples.baseline += countSamples(baseline);
  const block = addToBlock(state.open, model.plan, { candidate, baseline });
  const isCount = candidate.type === 'count' && baseline.type === 'count';
  if (isCount) {
    state.events.candidate += candidate.events;
    state.events.baseline += baseline.events;
    // A block of counts needs an event, but requests without one say that the candidate does no harm.
    if (candidate.total > 0 && baseline.total > 0) state.stepBlocks += 1;
  }
  if (!block) return;
  resetBlock(state.open);
  if (!isCount) state.stepBlocks += 1;
  addBlock(model, state.whole, block);
  if (state.segment) addBlock(model, state.segment, block);
  const current = state.segment ?? state.whole;
  if (countBlocks(current) >= BLOCKS_PER_SEGMENT) startSegment(model, state);
}

/** Starts a step with another share of the traffic. The unfinished block is discarded. */
export function startStep(model: MetricModel, state: MetricState): void {
  resetBlock(state.open);
  state.stepBlocks = 0;
  startSegment(model, state);
}

/** Discards the unfinished block: after a gap, or while one of the versions restarts or warms up. */
export function skip(state: MetricState): void {
  resetBlock(state.open);
}

function startSegment(model: MetricModel, state: MetricState): void {
  if (state.segment) {
    const { inflation, segment } = state;
    state.closed = state.closed.map(
      (sum, index) =>
        sum +
        shareOfSegment(state.segments) *
          Math.min(1, segmentEvidence(model, segment, index, inflation)),
    );
  }
  state.inflation = Math.min(MAX_INHERITED, inflate(state.whole));
  state.segments += 1;
  state.segment = createSegment(model);
}

/** The shares of all segments, however many there will be, sum up to 1. */
function shareOfSegment(number: number): number {
  return 1 / (number * (number + 1));
}

/**
 * The logarithm of the evidence of harm: the mean of the evidence of the whole rollout, and of that of its segments.
 * Evidence counts only where the effect is at least the smallest one that matters.
 *
 * @param index - of the direction
 */
export function harmEvidence(
  model: MetricModel,
  state: MetricState,
  index: number,
): number {
  const whole = segmentEvidence(model, state.whole, index, 1);
  let parts = (state.closed[index] ?? 0) + 1 / (state.segments + 1);
  if (state.segment) {
    parts +=
      shareOfSegment(state.segments) *
      segmentEvidence(model, state.segment, index, state.inflation);
  }
  return Math.log((whole + parts) / 2);
}

/** The logarithm of the evidence of harm in the current segment alone. */
export function currentEvidence(
  model: MetricModel,
  { inflation, segment, whole }: MetricState,
  index: number,
): number {
  return Math.log(
    segment
      ? segmentEvidence(model, segment, index, inflation)
      : segmentEvidence(model, whole, index, 1),
  );
}

/** Keeps e to this power finite, in sums too. */
const MAX_LOG = 600;

function segmentEvidence(
  model: MetricModel,
  segment: SegmentState,
  index: number,
  leastInflation: number,
): number {
  if (!matters(model, segment, index)) return 0;
  const inflation = Math.max(leastInflation, inflate(segment));
  const log =
    segment.type === 'mean'
      ? meanHarmEvidence(segment.state, model.signs[index] ?? 1, inflation)
      : countedEvidence(model, segment.state, index, inflation);
  return Math.exp(Math.min(MAX_LOG, log));
}

function countedEvidence(
  { directions }: MetricModel,
  state: CountState,
  index: number,
  phi: number,
): number {
  return hasEnoughBatches(state.dispersion)
    ? countHarmEvidence(state, directions, index, phi)
    : -Infinity;
}

/** Whether the estimated effect is at least the smallest one that matters. */
function matters(
  { bounds, plan, signs }: MetricModel,
  segment: SegmentState,
  index: number,
): boolean {
  const sign = signs[index] ?? 1;
  const bound = bounds[index] ?? 0;
  if (segment.type === 'mean') {
    return (meanOfSeries(segment.state) - bound) * sign >= 0;
  }
  return (
    (estimateRatio(segment.state) - 1 - bound) * sign >= 0 &&
    estimateDifference(segment.state) * sign >= (plan.minimumDifference ?? 0)
  );
}

/** How many times less the blocks say than independent ones would. */
export function inflate(segment: SegmentState): number {
  return segment.type === 'mean'
    ? inflateMean(segment.state)
    : estimateDispersion(segment.state.dispersion);
}

export function countBlocks(segment: SegmentState): number {
  return segment.type === 'mean' ? segment.state.count : segment.state.blocks;
}

function createSegment(model: MetricModel): SegmentState {
  return isCounted(model.plan)
    ? { type: 'count', state: createCountState(model.directions) }
    : { type: 'mean', state: createMeanState() };
}

function addBlock(
  model: MetricModel,
  segment: SegmentState,
  block: MeanBlock | CountBlock,
): void {
  if (segment.type === 'mean' && 'effect' in block) {
    addMeanBlock(segment.state, block);
  } else if (segment.type === 'count' && 'fixedEvents' in block) {
    addCountBlock(segment.state, model.directions, block);
  }
}

function isCounted({ kind }: MetricPlan): boolean {
  return kind === 'count' || kind === 'quantile';
}

function checkLimit(
  { plan: { hardLimit } }: MetricModel,
  state: MetricState,
  { candidate, baseline }: Observation,
): void {
  if (!hardLimit || !candidate) return;
  const { atMost, minimumSamples } = hardLimit;
  if (candidate.type === 'count') {
    const counted = {
      candidate: addEvents(state.uncounted.candidate, candidate),
      baseline: addEvents(state.uncounted.baseline, baseline),
    };
    const { events, total } = counted.candidate;
    if (total < minimumSamples) {
      state.uncounted = counted;
      return;
    }
    state.uncounted = createUncounted();
    state.aboveLimit = events > atMost * total ? state.aboveLimit + 1 : 0;
    state.limitCheck = {
      candidate: toShare(counted.candidate),
      ...(counted.baseline.total > 0
        ? { baseline: toShare(counted.baseline) }
        : {}),
    };
  } else if (candidate.type === 'value') {
    state.aboveLimit = candidate.value > atMost ? state.aboveLimit + 1 : 0;
    state.limitCheck = {
      candidate: { value: candidate.value },
      ...(baseline?.type === 'value'
        ? { baseline: { value: baseline.value } }
        : {}),
    };
  }
}

function createUncounted(): MetricState['uncounted'] {
  return {
    candidate: { events: 0, total: 0 },
    baseline: { events: 0, total: 0 },
  };
}

function addEvents(
  { events, total }: EventCount,
  sample: Observation['candidate'],
): EventCount {
  return sample?.type === 'count'
    ? { events: events + sample.events, total: total + sample.total }
    : { events, total };
}

function toShare({ events, total }: EventCount): LimitValue {
  return { value: total > 0 ? events / total : 0, events, total };
}
