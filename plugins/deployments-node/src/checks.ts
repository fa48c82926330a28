import type {
  CheckRule,
  Instance,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { ServiceEnvironment } from './request';
import type { AnalysisSource } from './analysis';
import type { DeploymentTarget, TargetCapability } from './target';

/**
 * One result of a check. A provider that cannot measure throws an error; one that finds no data returns `undefined`
 * instead of a measurement.
 *
 * @public
 */
export interface CheckMeasurement {
  /** The number that thresholds are compared with, in the unit that `CheckProvider.describe` names. */
  value?: number;
  /** The result as text, instead of a number or in addition to it. At most 500 characters are stored. */
  text?: string;
  /** Sample size of the value; required for a rate or a percentile. */
  samples?: number;
  /**
   * For checks with conditions of their own (status, body match): whether the conditions are met. The caller compares
   * `value` with the threshold.
   */
  holds?: boolean;
  /** Why a condition is not met, shown to people. */
  message?: string;
  /**
   * The previous version's value in the same period and unit, with its sample size. Pages show it next to the candidate's
   * value; it never decides a verdict. Only for a check of the candidate, and absent if there is none.
   */
  baseline?: { value: number; samples?: number };
}

/**
 * A request to measure a check once.
 *
 * @public
 */
export interface MeasureCheckRequest<TWith = JsonObject>
  extends ServiceEnvironment {
  /** Id of the deployment that the check belongs to. */
  deploymentId: string;
  /** The check's own settings, with templates substituted and secrets resolved. */
  with: TWith;
  /** The environment's target, for checks that read from it. */
  target: DeploymentTarget;
  /** The version that is being deployed. */
  version: VersionSummary;
  /** The instance of the version that is being deployed. Absent until there is one. */
  candidate?: Instance;
  /** The instance of the previous version. Absent once it has stopped. */
  baseline?: Instance;
  /** Epoch milliseconds: start of the period that a measurement over time covers. */
  from: number;
  /** Epoch milliseconds: end of that period, not included. */
  to: number;
  /** Epoch milliseconds. The caller ignores a result after this time. */
  deadline: number;
  /** Aborts at the deadline, or earlier if the caller no longer needs the result. */
  signal: AbortSignal;
}

/**
 * Measures the health of a service, e.g. by asking a monitoring system. Members that are added to this interface later
 * will be optional.
 *
 * @public
 */
export interface CheckProvider<TWith = JsonObject> {
  /** The value of `provider` of a check in app-config. */
  readonly id: string;
  /**
   * The schema of the check's own keys, without the keys that every check has, from any library that implements Standard
   * Schema, e.g. zod 4. It must reject unknown keys, and must not be asynchronous.
   */
  readonly schema: StandardSchemaV1<unknown, TWith>;
  /** Whether a check with these settings can tell the candidate from the baseline. */
  separatesCandidate(settings: TWith): boolean;
  /** Describes the rule with its unit, for the plan and the charts. */
  describe(settings: TWith): Pick<
    CheckRule,
    'measure' | 'measurementTarget' | 'unit'
  > & {
    /** Conditions other than the threshold, e.g. `status = 200`. */
    condition?: string;
    /**
     * Whether the value is a rate or a percentile, which needs enough requests to mean something. Each measurement must
     * then have `samples`; fewer than the check's `minSamples` (default: 20) count as no data.
     */
    isStatistic?: boolean;
  };
  /** Same as `StepKind.findProblems`, called when a deployment is planned. */
  findProblems?(settings: TWith): string[];
  /**
   * Escapes a value before a template fills it into a text of the settings, so that it can't change the meaning of a query.
   * In keys that end in `url`, the result is also URL-encoded. It isn't called for `{{ window }}` and secrets, which users can't
   * choose, nor for a URL from the target at the beginning of a URL. Default: values are filled in unchanged.
   *
   * @param value - What is filled in, as text.
   * @param before - The text before it, in which earlier templates have been filled in.
   * @returns The text to fill in, or `undefined` if the value can't be filled in there safely.
   */
  escapeValue?(value: string, before: string): string | undefined;
  /**
   * How old the newest measurements of the monitoring system are, in milliseconds. The period of `measure` ends that much
   * earlier. Default: 0.
   */
  delayMs?(settings: TWith): number;
  /** Capabilities that the target needs for a check with these settings. Default: none. */
  requires?(settings: TWith): TargetCapability[];
  /** For providers whose data can be compared between two versions in the analysis of a rollout. */
  readonly analysis?: AnalysisSource<any>;
  /**
   * Measures once. Returns `undefined` if there is no data. Throws if it cannot measure and when `signal` aborts. Then the
   * measurement is retried with backoff. Calls may be repeated, so a measurement must not change anything.
   */
  measure(
    request: MeasureCheckRequest<TWith>,
  ): Promise<CheckMeasurement | undefined>;
}
