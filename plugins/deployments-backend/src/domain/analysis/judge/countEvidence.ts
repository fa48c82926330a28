import type { CountBlock } from './blocks';
import type { Direction } from '../../model/analysisModel';
import type { Sign } from './metricPlan';
import { listSigns } from './metricPlan';
import type { Dispersion } from './overdispersion';
import { addToDispersion, createDispersion } from './overdispersion';

/**
 * Evidence about a ratio of rates from blocks of counts. Of the k events in a block, the candidate's are binomial with
 * its share q of the requests if the versions are identical, whatever the rate is, so that the likelihood ratio is exact
 * at any sample size. Events that come in clusters are corrected for by `phi`, which is an estimate.
 */
export interface CountState {
  blocks: number;
  candidate: { events: number; total: number };
  baseline: { events: number; total: number };
  /** The parts of the ratio by Mantel and Haenszel. */
  ratio: [candidate: number, baseline: number];
  /** Σ k q (1 - q): how much is known about the logarithm of the ratio. */
  information: number;
  /** Σ k ln(1 - q + q θ) for each θ, in the order of `directions`. */
  sums: { harm: number[]; pass: number[] }[];
  dispersion: Dispersion;
}

/** Ratios that harm may have; their reciprocals if a decrease is bad. */
const HARM_RATIOS = [1.05, 1.1, 1.2, 1.4, 1.7, 2.5, 5, 20];
/** Ratios that a candidate without harm may have. */
const PASS_RATIOS = [1, 0.95, 0.8, 0.6];

/** One direction in which harm is looked for, with its grid of ratios. Derived from the plan, not stored. */
export interface CountDirection {
  sign: Sign;
  harm: Grid;
  /** The last one is the smallest ratio that matters. */
  pass: Grid;
}

interface Grid {
  ratios: number[];
  logs: number[];
}

/** @param minimumEffect - the smallest relative effect that matters */
export function listCountDirections(
  direction: Direction,
  minimumEffect: number,
): CountDirection[] {
  return listSigns(direction).map(sign => ({
    sign,
    harm: toGrid(HARM_RATIOS.map(ratio => ratio ** sign)),
    pass: toGrid([
      ...PASS_RATIOS.map(ratio => ratio ** sign),
      1 + sign * minimumEffect,
    ]),
  }));
}

function toGrid(ratios: number[]): Grid {
  return { ratios, logs: ratios.map(Math.log) };
}

export function createCountState(
  directions: readonly CountDirection[],
): CountState {
  return {
    blocks: 0,
    candidate: { events: 0, total: 0 },
    baseline: { events: 0, total: 0 },
    ratio: [0, 0],
    information: 0,
    sums: directions.map(({ harm, pass }) => ({
      harm: harm.ratios.map(() => 0),
      pass: pass.ratios.map(() => 0),
    })),
    dispersion: createDispersion(),
  };
}

/** Adds a block in place. */
export function addCountBlock(
  state: CountState,
  directions: readonly CountDirection[],
  block: CountBlock,
): void {
  const { candidate, baseline } = block;
  const events = candidate.events + baseline.events;
  const total = candidate.total + baseline.total;
  const q = candidate.total / total;
  state.blocks += 1;
  state.candidate.events += candidate.events;
  state.candidate.total += candidate.total;
  state.baseline.events += baseline.events;
  state.baseline.total += baseline.total;
  state.ratio[0] += (candidate.events * baseline.total) / total;
  state.ratio[1] += (baseline.events * candidate.total) / total;
  state.information += events * q * (1 - q);
  directions.forEach(({ harm, pass }, index) => {
    const sums = state.sums[index];
    if (!sums) return;
    addLogs(sums.harm, harm.ratios, events, q);
    addLogs(sums.pass, pass.ratios, events, q);
  });
  addToDispersion(state.dispersion, block);
}

function addLogs(
  sums: number[],
  ratios: readonly number[],
  events: number,
  q: number,
): void {
  for (let i = 0; i < ratios.length; i += 1) {
    sums[i] = (sums[i] ?? 0) + events * Math.log(1 - q + q * (ratios[i] ?? 1));
  }
}

/** The candidate's rate ÷ the baseline's, by Mantel and Haenszel: shares of traffic that change don't bias it. */
export function estimateRatio({ ratio: [candidate, baseline] }: CountState) {
  if (baseline === 0) return candidate > 0 ? Infinity : 1;
  return candidate / baseline;
}

/** The candidate's share minus the baseline's. */
export function estimateDifference({ candidate, baseline }: CountState) {
  const share = ({ events, total }: { events: number; total: number }) =>
    total > 0 ? events / total : 0;
  return share(candidate) - share(baseline);
}

/**
 * The logarithm of the evidence that the ratio isn't 1, but harmful.
 *
 * @param index - of the direction
 * @param phi - the overdispersion, at least 1
 */
export function countHarmEvidence(
  state: CountState,
  directions: readonly CountDirection[],
  index: number,
  phi: number,
): number {
  const logs = directions[index]?.harm.logs ?? [];
  const sums = state.sums[index]?.harm ?? [];
  return logMean(
    logs.map((log, i) => (state.candidate.events * log - (sums[i] ?? 0)) / phi),
  );
}

/** The logarithm of the evidence that the ratio is less harmful than the smallest one that matters. */
export function countPassEvidence(
  state: CountState,
  directions: readonly CountDirection[],
  index: number,
  phi: number,
): number {
  const { logs = [] } = directions[index]?.pass ?? {};
  const sums = state.sums[index]?.pass ?? [];
  const last = logs.length - 1;
  const [logBound = 0, sumBound = 0] = [logs[last], sums[last]];
  const evidence = logMean(
    logs
      .slice(0, last)
      .map(
        (log, i) =>
          (state.candidate.events * (log - logBound) -
            ((sums[i] ?? 0) - sumBound)) /
          phi,
      ),
  );
  // Half of it, as for a mean: evidence for passing is about one of two directions.
  return evidence - Math.LN2;
}

/** The prior information of the interval: it is narrowest, relative to others, at nine times as much. */
const PRIOR_INFORMATION = 10;

/**
 * The interval of the ratio, by the normal mixture (Robbins 1970), from the information. An approximation for large
 * numbers, to show; verdicts come from the exact likelihood.
 */
export function ratioInterval(
  state: CountState,
  level: number,
  phi: number,
): [low: number, high: number] {
  const information = state.information / phi;
  const ratio = estimateRatio(state);
  if (information === 0 || ratio === 0 || !Number.isFinite(ratio)) {
    return [0, Infinity];
  }
  const half = normalMixtureBoundary(information, PRIOR_INFORMATION, level);
  return [-1, 1].map(side =>
    Math.exp(Math.log(ratio) + (side * half) / information),
  ) as [number, number];
}

/** What a sum of independent values with variance `variance` in total ever exceeds with probability `level` at most. */
export function normalMixtureBoundary(
  variance: number,
  prior: number,
  level: number,
): number {
  const sum = variance + prior;
  return Math.sqrt(sum * Math.log(sum / (prior * level * level)));
}

/** The logarithm of the mean of e to the given powers. */
export function logMean(powers: readonly number[]): number {
  const greatest = Math.max(...powers);
  if (!Number.isFinite(greatest)) return greatest;
  let sum = 0;
  for (const power of powers) sum += Math.exp(power - greatest);
  return greatest + Math.log(sum / powers.length);
}
