import type {
  ApprovalRule,
  DeploymentKind,
  EnvironmentTier,
  Instance,
  OnFailure,
  Sentence,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { AnalysisModel } from '../model/analysisModel';
import type { CheckModel, StepModel } from '../model/deploymentsModel';
import type { WatchDefinition } from '../watch/defineWatch';

/**
 * The version of `reduce`. Raise it with each change that folds old events into another state, or that adds events which
 * older code would fold into a wrong state. Version 2 added steps that were not sent; version 3
 * renamed fields, see `upcastEvent`; version 4 added waits for somebody elsewhere, links and problems; version 5
 * keeps data of a rollback step over its attempts; version 6 added promotions of steps that make changes in stages.
 */
export const REDUCER_VERSION = 6;

/**
 * Everything that a deployment runs with, frozen when it leaves `queued`. Its hash is the plan hash. Secrets stay
 * references.
 */
export interface Snapshot {
  reducerVersion: number;
  kind: DeploymentKind;
  service: string;
  environment: { name: string; tier: EnvironmentTier };
  target: {
    provider: string;
    /** The environment's settings, overridden by the service's. */
    settings: JsonObject;
    /** The service's settings alone, for a later rollback to this version. Absent in old snapshots. */
    serviceSettings?: JsonObject;
  };
  /** The provider that reads what runs, if it is not the target. */
  observe?: { provider: string; settings: JsonObject };
  goldenPath: { name: string; title: string };
  onFailure: OnFailure;
  decideWithinMs: number;
  steps: StepDefinition[];
  /** The checks of the steps, and those that verify a rollback. */
  checks: Record<string, CheckModel>;
  /** The analyses of the steps. Absent if there are none, and in old snapshots. */
  analyses?: Record<string, AnalysisModel>;
  /** What is measured after the deployment succeeded. Absent if nothing is, and in old snapshots. */
  watch?: WatchDefinition;
  version: VersionSummary & { flags: string[] };
  /** The version that ran before, as observed; absent if none ran. */
  baseline?: VersionSummary;
  baselineInstance?: Instance;
  /** The version that a rollback deploys if the baseline is no longer running. */
  rollbackTarget?: VersionSummary;
  /**
   * The settings to deploy the rollback target with: the service's settings from its own deployment over the
   * environment's of this snapshot. If they are unknown, `target.settings` are used.
   */
  rollbackTargetSettings?: JsonObject;
  inputs: JsonObject;
  /**
   * The environment's approval rules at the start. A person who counted for one of them doesn't count for an `approve`
   * step, unless `distinct` is false. Not part of the plan hash, because who must approve is not part of what is
   * approved. Absent in old snapshots.
   */
  approvals?: { rules: ApprovalRule[]; distinct: boolean };
}

export interface StepDefinition extends Omit<StepModel, 'if'> {
  /** What the step does, in words. */
  description: string;
  /** Why the step's `if` skips it; absent if it runs. */
  skipped?: string;
  /** What `skipped` says by codes. Absent in old snapshots, and not part of the plan hash. */
  skippedSentences?: Sentence[];
}
