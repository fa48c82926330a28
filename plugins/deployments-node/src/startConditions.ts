import type { JsonObject } from '@backstage/types';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { VersionSummary } from '@slipway/backstage-plugin-deployments-common';
import type { ServiceEnvironment } from './request';
import type { TargetLink } from './targetReport';

/**
 * A request to check whether a deployment may start now.
 *
 * @public
 */
export interface EvaluateStartConditionRequest<TWith = JsonObject>
  extends ServiceEnvironment {
  /** The condition's own settings, with templates substituted and secrets resolved. */
  with: TWith;
  /** The version that is to be deployed; absent if the deployment removes the service. */
  version?: VersionSummary;
  /** Epoch milliseconds. The caller ignores a result after this time. */
  deadline: number;
  /** Aborts at the deadline, or earlier if the caller no longer needs the result. */
  signal: AbortSignal;
}

/**
 * Whether a deployment may start.
 *
 * @public
 */
export type StartConditionResult =
  | { state: 'met' }
  | {
      state: 'unmet';
      /** Why it can't start and what to do about it, in sentences. */
      message: string;
      /** When the condition will be met by itself, in epoch milliseconds, if known. */
      until?: number;
      /** Where to see or change it. At most 10; more are dropped. */
      links?: TargetLink[];
    };

/**
 * Checks with another system whether a deployment may start, e.g. a change system or an alert manager. It is called when a
 * deployment is planned, before a queued deployment starts, and repeatedly while it waits. Members that are added to this
 * interface later will be optional.
 *
 * @public
 */
export interface StartConditionProvider<TWith = JsonObject> {
  /** The value of `provider` of a start condition in app-config. */
  readonly id: string;
  /**
   * The schema of the condition's own keys, from any library that implements Standard Schema, e.g. zod 4. It must reject unknown
   * keys, and must not be asynchronous.
   */
  readonly schema: StandardSchemaV1<unknown, TWith>;
  /** Describes the condition for the plan, e.g. `no alert of this service is firing`. */
  describe(settings: TWith): string;
  /** Same as `StepKind.findProblems`, called when a deployment is planned. */
  findProblems?(settings: TWith): string[];
  /**
   * Checks once. Throws if the condition can't be checked, e.g. because the system doesn't respond; the deployment then waits,
   * because an unchecked condition is not met. Calls are repeated, so they must not change anything.
   */
  evaluate(
    request: EvaluateStartConditionRequest<TWith>,
  ): Promise<StartConditionResult>;
}
