import type {
  ApprovalRule,
  DeploymentKind,
  EnvironmentTier,
  Instance,
  OnFailure,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { CheckModel, StepModel } from '../model/deploymentsModel';

/**
 * Raised with each change of `evolve` that folds old events into another state, or new ones that older code would fold into
 * a wrong one. 2: steps that were not sent.
 */
export const REDUCER_VERSION = 2;

/**
 * Everything a deployment runs on, frozen when it leaves `queued`. Its hash is the plan hash. Secrets stay references.
 */
export interface Snapshot {
  reducerVersion: number;
  kind: DeploymentKind;
  service: string;
  environment: { name: string; tier: EnvironmentTier };
  target: {
    provider: string;
    /** What is applied: the environment's, the service's laid over them. */
    settings: JsonObject;
    /** The service's alone, for who goes back to this version later. Absent in snapshots of before this was kept. */
    serviceSettings?: JsonObject;
  };
  goldenPath: { name: string; title: string };
  onFailure: OnFailure;
  decideWithinMs: number;
  steps: StepDefinition[];
  /** The checks that the steps name, and those that verify a rollback. */
  checks: Record<string, CheckModel>;
  version: VersionSummary & { flags: string[] };
  /** What ran before, as observed; absent when nothing did. */
  baseline?: VersionSummary;
  baselineInstance?: Instance;
  /** What a rollback applies when the baseline lives no more. */
  rollbackTarget?: VersionSummary;
  /**
   * What it is applied with: the settings of the service of then, laid over the environment's of this snapshot. Absent
   * where they are not known: then it is applied with `target.settings`.
   */
  rollbackTargetSettings?: JsonObject;
  inputs: JsonObject;
  /**
   * The environment's approval rules when it started: whoever counted for one of them counts for no `approve` step,
   * unless one person may count for several. Not part of the plan hash: who has to agree is not what is agreed to.
   * Absent in snapshots of before this was kept.
   */
  approvals?: { rules: ApprovalRule[]; distinct: boolean };
}

export interface StepDefinition extends Omit<StepModel, 'if'> {
  /** In words, for plan and page. */
  description: string;
  /** Why its `if` keeps it from running. */
  skipped?: string;
}
