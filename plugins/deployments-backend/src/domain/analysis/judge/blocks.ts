import { sumLogDurations } from './logDurations';
import type { MetricPlan } from '../../model/analysisModel';
import type { CompleteObservation } from './observation';
import type { Durations } from './quantileBlock';
import {
  addDurations,
  countAbove,
  countDurations,
  createDurations,
} from './quantileBlock';

/** A block of a metric with a mean: both versions at the same time, so drift that they share cancels out. */
export interface MeanBlock {
  /** Unitless; positive if the candidate is greater. */
  effect: number;
  /** How much it says: the variance of `effect` is inversely proportional to it. */
  weight: number;
}

/** A block of a metric that counts events among requests. */
export interface CountBlock {
  candidate: { events: number; total: number };
  baseline: { events: number; total: number };
  /** Whether the sum of the events was fixed in advance, as it is for the share above a common quantile. */
  fixedEvents: boolean;
}

/** Requests that each version needs in a block of durations. */
const REQUESTS_PER_BLOCK = 5;
/** Requests with an amount that each version needs in a block of amounts. */
const AMOUNTS_PER_BLOCK = 10;
/** Requests of both versions above the quantile that a block of a quantile needs. */
const ABOVE_QUANTILE_PER_BLOCK = 10;

interface ArmSums {
  /** Requests. */
  total: number;
  /** Requests with an event or with an amount. */
  events: number;
  /** Of logarithms, or of amounts. */
  sum: number;
}

/** The data since the last complete block. It becomes a block by how much there is, never by how it differs. */
export interface OpenBlock {
  candidate: ArmSums;
  baseline: ArmSums;
  durations?: { candidate: Durations; baseline: Durations };
}

export function createOpenBlock(): OpenBlock {
  return {
    candidate: { total: 0, events: 0, sum: 0 },
    baseline: { total: 0, events: 0, sum: 0 },
  };
}

/** Starts a new block in place. */
export function resetBlock(open: OpenBlock): void {
  for (const arm of [open.candidate, open.baseline]) {
    arm.total = 0;
    arm.events = 0;
    arm.sum = 0;
  }
  if (open.durations) delete open.durations;
}

/** Adds a look. Returns the block if it is complete; then start a new one. Throws an error if the data don't fit. */
export function addToBlock(
  open: OpenBlock,
  { kind, quantile = 0.5 }: MetricPlan,
  observation: CompleteObservation,
): MeanBlock | CountBlock | undefined {
  const { candidate, baseline } = observation;
  switch (kind) {
    case 'gauge':
      if (candidate.type !== 'value' || baseline.type !== 'value') break;
      return compareLevels(candidate.value, baseline.value);
    case 'count':
      if (candidate.type !== 'count' || baseline.type !== 'count') break;
      addSums(open.candidate, candidate);
      addSums(open.baseline, baseline);
      return completeCount(open);
    case 'amount':
      if (candidate.type !== 'amount' || baseline.type !== 'amount') break;
      addSums(open.candidate, candidate);
      addSums(open.baseline, baseline);
      return completeAmount(open);
    case 'latency': {
      const logs = sumLogDurations(candidate, baseline);
      addLogs(open.candidate, logs.candidate);
      addLogs(open.baseline, logs.baseline);
      return completeLatency(open);
    }
    case 'quantile': {
      open.durations ??= {
        candidate: createDurations(),
        baseline: createDurations(),
      };
      addDurations(open.durations.candidate, candidate);
      addDurations(open.durations.baseline, baseline);
      return completeQuantile(open.durations, quantile);
    }
    default: {
      const unknown: never = kind;
      throw new Error(`Unknown kind of metric: ${String(unknown)}`);
    }
  }
  throw new Error(
    `A metric of the kind ${kind} can't be judged by observations of the type ${candidate.type}`,
  );
}

function addSums(
  to: ArmSums,
  arm: { total: number; events: number; sum?: number },
): void {
  to.total += arm.total;
  to.events += arm.events;
  to.sum += arm.sum ?? 0;
}

function addLogs(to: ArmSums, logs: { count: number; sum: number }): void {
  to.total += logs.count;
  to.sum += logs.sum;
}

/** Bounded, antisymmetric in the versions, and it needs no logarithm of 0. */
function compareLevels(candidate: number, baseline: number): MeanBlock {
  const sum = candidate + baseline;
  const effect = sum === 0 ? 0 : (2 * (candidate - baseline)) / sum;
  return { effect: Math.max(-2, Math.min(2, effect)), weight: 1 };
}

function completeLatency({
  candidate,
  baseline,
}: OpenBlock): MeanBlock | undefined {
  return Math.min(candidate.total, baseline.total) < REQUESTS_PER_BLOCK
    ? undefined
    : {
        effect: candidate.sum / candidate.total - baseline.sum / baseline.total,
        weight: harmonic(candidate.total, baseline.total),
      };
}

function completeAmount({
  candidate,
  baseline,
}: OpenBlock): MeanBlock | undefined {
  if (Math.min(candidate.events, baseline.events) < AMOUNTS_PER_BLOCK) {
    return undefined;
  }
  const pooled =
    (candidate.sum + baseline.sum) / (candidate.total + baseline.total);
  const difference =
    candidate.sum / candidate.total - baseline.sum / baseline.total;
  return {
    effect: pooled > 0 ? difference / pooled : 0,
    weight: harmonic(candidate.total, baseline.total),
  };
}

function completeCount({
  candidate,
  baseline,
}: OpenBlock): CountBlock | undefined {
  const complete =
    candidate.total > 0 &&
    baseline.total > 0 &&
    candidate.events + baseline.events > 0;
  return complete
    ? {
        candidate: { events: candidate.events, total: candidate.total },
        baseline: { events: baseline.events, total: baseline.total },
        fixedEvents: false,
      }
    : undefined;
}

function completeQuantile(
  { candidate, baseline }: { candidate: Durations; baseline: Durations },
  quantile: number,
): CountBlock | undefined {
  const totals = {
    candidate: countDurations(candidate),
    baseline: countDurations(baseline),
  };
  const needed = ABOVE_QUANTILE_PER_BLOCK / (1 - quantile);
  if (
    Math.min(totals.candidate, totals.baseline) === 0 ||
    totals.candidate + totals.baseline < needed - 1e-9
  ) {
    return undefined;
  }
  const above = countAbove(candidate, baseline, quantile);
  if (above.candidate + above.baseline === 0) return undefined;
  return {
    candidate: { events: above.candidate, total: totals.candidate },
    baseline: { events: above.baseline, total: totals.baseline },
    fixedEvents: true,
  };
}

function harmonic(candidate: number, baseline: number): number {
  return (candidate * baseline) / (candidate + baseline);
}
