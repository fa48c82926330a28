import type { JsonObject } from '@backstage/types';
import type { RolloutPlan } from '../analysis/judge/judgeRollout';

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
