import type { JsonObject } from '@backstage/types';
import type { MetricKind } from '@slipway/backstage-plugin-deployments-node';

/** Which change is bad. */
export type Direction = 'increase' | 'decrease' | 'either';

/** How one metric is judged. Fixed before the rollout starts: the promise about false alarms depends on that. */
export interface MetricPlan {
  /** Unique within the rollout. */
  name: string;
  kind: MetricKind;
  direction: Direction;
  /** The smallest relative effect that matters: 0.1 is 10 %. Smaller ones are never harm. More than 0, less than 1. */
  minimumEffect: number;
  /** For `count`: the smallest difference of the shares that matters, in addition. 0.0005 is 0.05 percentage points. */
  minimumDifference?: number;
  /** For `quantile`: between 0 and 1, e.g. 0.95. */
  quantile?: number;
  /** Samples that each version needs before there is a verdict: requests, or values of a gauge. */
  minimumSamples: number;
  /** Harm in a critical metric fails the rollout immediately, and it must pass before the last step. */
  critical: boolean;
  /** The group in the score, e.g. `technical`. */
  group: string;
  /** What missing data do: nothing, keep the rollout from being promoted, or count as harm. */
  withoutData: 'ignore' | 'wait' | 'fail';
  /** A level at which nobody waits for statistics. */
  hardLimit?: HardLimit;
}

/** A limit of the candidate's own value: the share of a `count`, or the value of a `gauge`. */
interface HardLimit {
  atMost: number;
  /** Looks with fewer requests count together, as one; irrelevant for a gauge. */
  minimumSamples: number;
  /** For how many looks in a row it must be exceeded. */
  looks: number;
}

/** A group of metrics in the score, e.g. `technical`, `business` or `user-experience`. */
interface ScoreGroup {
  /** More than 0; only the ratio to other weights matters. */
  weight: number;
  /** The least share of its metrics without harm, 0 to 1. Below it the rollout fails, whatever the score is. */
  minimum: number;
}

/** How the metrics of a rollout are combined. */
export interface RolloutPlan {
  metrics: readonly MetricPlan[];
  groups: Readonly<Record<string, ScoreGroup>>;
  /** From this score on, 0 to 100, the rollout continues. */
  pass: number;
  /** From this score on a person is asked; below it the rollout fails. */
  marginal: number;
  /** What happens if the last step has no verdict when its time is over. */
  onInconclusive: 'hold' | 'promote' | 'rollback';
}

/** An analysis under `deployments.analyses`. Frozen with a deployment's snapshot, so that its rules can't change on the way. */
export interface AnalysisModel extends RolloutPlan {
  name: string;
  title: string;
  /** How long a look is, in milliseconds. */
  everyMs: number;
  /** How long nothing is measured after the share of the traffic changed, in milliseconds. */
  warmUpMs: number;
  /** After which time without a verdict `onInconclusive` decides, for each weight, in milliseconds. */
  maxMs: number;
  /** How long a person may take to decide, and what happens if nobody does. */
  onHold: { decideWithinMs: number; otherwise: 'rollback' | 'promote' };
  /** Where the samples of each metric come from, by its name. */
  sources: Readonly<
    Record<string, { title: string; provider: string; with: JsonObject }>
  >;
}
