import type {
  CheckRule,
  Instance,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { z } from 'zod';
import type { Place } from './request';
import type { DeploymentTarget } from './target';

/**
 * One answer to a health question. An error is thrown, it is not a measurement; no data is `undefined`.
 *
 * @public
 */
export interface CheckMeasurement {
  /** The number that thresholds look at. */
  value?: number;
  /** What was measured where it is no number, or beside it. At most 500 characters are kept. */
  text?: string;
  /** Sample size of the value; required for a statistic. */
  samples?: number;
  /**
   * For checks with conditions of their own (status, body match): whether they held. A threshold on `value` is
   * assessed by the caller.
   */
  holds?: boolean;
  /** Why it does not hold, in words. */
  message?: string;
}

/** @public */
export interface MeasureCheckRequest<TWith = JsonObject> extends Place {
  deploymentId: string;
  /** The check's own settings, templates substituted and secrets resolved. */
  with: TWith;
  target: DeploymentTarget;
  version: VersionSummary;
  candidate?: Instance;
  baseline?: Instance;
  /** Epoch milliseconds: the period that a measurement over time looks at. */
  from: number;
  to: number;
  deadline: number;
  signal: AbortSignal;
}

/** @public */
export interface CheckProvider<TWith = JsonObject> {
  /** As named by `provider` of a check in app-config. */
  readonly id: string;
  /** Schema of the check's own keys, i.e. all but those that every check has. Unknown keys must be refused. */
  readonly schema: z.ZodType<TWith>;
  /** Whether these settings tell the candidate from the baseline. */
  separatesCandidate(settings: TWith): boolean;
  /** The rule in words and units, for plan and charts. */
  describe(settings: TWith): Pick<CheckRule, 'measure' | 'subject' | 'unit'> & {
    /** Conditions beside the threshold in words, e.g. `status = 200`. */
    condition?: string;
    /**
     * The value is a rate or a percentile, which says little of few requests: each measurement then says its `samples`,
     * and one of fewer than the check's `minSamples` (20 unless configured) counts as no data.
     */
    isStatistic?: boolean;
  };
  /** As `StepKind.findProblems`, asked when a deployment is planned. */
  findProblems?(settings: TWith): string[];
  measure(
    request: MeasureCheckRequest<TWith>,
  ): Promise<CheckMeasurement | undefined>;
}
