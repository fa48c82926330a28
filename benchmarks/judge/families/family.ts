import type { MetricKind } from '../../../plugins/deployments-node/src/analysis';
import type { Random } from '../random';

/** What one version reports about one metric in one look. */
export type ArmData =
  /** Durations of requests. */
  | { kind: 'samples'; values: number[] }
  /** Requests, and those among them with the event, e.g. an error. */
  | { kind: 'counts'; events: number; total: number }
  /** The level of a resource. */
  | { kind: 'gauge'; value: number }
  /** Amounts per request, e.g. revenue; `events` counts the requests with an amount, `squares` sums their squares. */
  | {
      kind: 'amounts';
      total: number;
      events: number;
      sum: number;
      squares: number;
    };

/** Both versions in one look. */
export interface Look {
  candidate: ArmData;
  baseline: ArmData;
  /** The step of the rollout, from 0: another step has another share of the traffic. */
  step: number;
}

/** The plan of every simulated rollout: 40 minutes in looks of 10 s, at 10 %, 30 % and 60 % of the traffic. */
export const LOOKS = 240;
export const LOOK_SECONDS = 10;
const WEIGHTS = [0.1, 0.3, 0.6];

/** How a version differs from the other, and how much traffic there is. */
export interface Simulation {
  random: Random;
  /** The candidate's level ÷ the baseline's: 1 if the versions are identical. */
  ratio: number;
  /** The look from which on they differ. */
  from: number;
  /** Multiplies the requests per look. */
  traffic: number;
  /** Multiplies every value, e.g. 0.001 for seconds instead of milliseconds. Counts have no unit. */
  unit: number;
  /** The length of the rollout. */
  looks: number;
}

/** A kind of data that metrics have. */
export interface Family {
  name: string;
  /** The distribution, for the table. */
  description: string;
  /** The kind of metric that the judge takes it for. */
  kind: MetricKind;
  /** The quantile that is compared, if it isn't the typical value. */
  quantile?: number;
  /** Whether the judge promises nothing about it. */
  beyondPromise?: boolean;
  /** Returns a function that simulates one look after the other. */
  start(simulation: Simulation): (look: number) => Look;
}

/** Returns the step and its weight. Each step takes the same time. */
export function findStep(
  look: number,
  looks: number,
): { step: number; weight: number } {
  const step = Math.min(
    WEIGHTS.length - 1,
    Math.floor((look * WEIGHTS.length) / looks),
  );
  return { step, weight: WEIGHTS[step] ?? 1 };
}

/** Drift that both versions share, as a factor: waves of 20 minutes of a third up and down, and a rise by a third. */
function drift(look: number): number {
  return Math.exp(
    0.4 * Math.sin((2 * Math.PI * look) / 120) + (0.3 * look) / LOOKS,
  );
}

/** Returns an autoregressive series AR(1) with the given lag-1 correlation and standard deviation. */
export function autoregressive(
  random: Random,
  correlation: number,
  deviation: number,
): () => number {
  const noise = deviation * Math.sqrt(1 - correlation ** 2);
  let value = deviation * random.normal();
  return () => {
    const now = value;
    value = correlation * value + noise * random.normal();
    return now;
  };
}

/** Simulates requests per look and version with Poisson arrivals, split by the weight. */
export function simulateRequests(
  { random, ratio, from, traffic, looks }: Simulation,
  requests: number,
  simulateArm: (arm: {
    n: number;
    /** The level: drift, and the candidate's ratio. */
    level: number;
    /** 0 is the candidate, 1 the baseline. */
    index: 0 | 1;
  }) => ArmData,
  common: (look: number) => number = drift,
): (look: number) => Look {
  return look => {
    const { step, weight } = findStep(look, looks);
    const level = common(look);
    const mean = requests * traffic;
    const candidate = simulateArm({
      n: random.poisson(mean * weight),
      level: level * (look >= from ? ratio : 1),
      index: 0,
    });
    const baseline = simulateArm({
      n: random.poisson(mean * (1 - weight)),
      level,
      index: 1,
    });
    return { candidate, baseline, step };
  };
}

/** Simulates one level per look and version. */
export function simulateGauges(
  { ratio, from, unit, looks }: Simulation,
  next: (index: 0 | 1, level: number) => number,
  common: (look: number) => number = drift,
): (look: number) => Look {
  return look => {
    const level = common(look);
    const arm = (index: 0 | 1, factor: number): ArmData => ({
      kind: 'gauge',
      value: unit * next(index, level * factor),
    });
    return {
      candidate: arm(0, look >= from ? ratio : 1),
      baseline: arm(1, 1),
      step: findStep(look, looks).step,
    };
  };
}
