/**
 * The words that both sides share. Shapes come from the OpenAPI document, so that the wire and the code cannot differ.
 */
import type { components } from './generated/api';

type Schemas = components['schemas'];

/** @public */
export type EnvironmentTier = Schemas['EnvironmentTier'];
/** @public */
export type DeploymentKind = Schemas['DeploymentKind'];
/** @public */
export type DeploymentStatus = Schemas['DeploymentStatus'];
/** @public */
export type StepStatus = Schemas['StepStatus'];
/** @public */
export type Changes = Schemas['Changes'];
/** @public */
export type OnFailure = Schemas['OnFailure'];
/** @public */
export type Verdict = Schemas['Verdict'];
/** @public */
export type Environment = Schemas['Environment'];
/** @public */
export type ApprovalRule = Schemas['ApprovalRule'];
/** @public */
export type Window = Schemas['Window'];
/** @public */
export type GoldenPath = Schemas['GoldenPath'];
/** @public */
export type PlannedStep = Schemas['PlannedStep'];
/** @public */
export type CheckRule = Schemas['CheckRule'];
/** @public */
export type Threshold = Schemas['Threshold'];
/** @public */
export type Commit = Schemas['Commit'];
/** @public */
export type Version = Schemas['Version'];
/** @public */
export type VersionSummary = Schemas['VersionSummary'];
/** @public */
export type RegisterVersionRequest = Schemas['RegisterVersionRequest'];
/** @public */
export type Blocker = Schemas['Blocker'];
/** @public */
export type BlockerKind = Blocker['kind'];
/** @public */
export type Principal = Schemas['Principal'];
/** @public */
export type Instance = Schemas['Instance'];
/** @public */
export type DeploymentSummary = Schemas['DeploymentSummary'];
/** @public */
export type Deployment = Schemas['Deployment'];
/** @public */
export type Approval = Schemas['Approval'];
/** @public */
export type VersionDiff = Schemas['VersionDiff'];
/** @public */
export type StepRun = Schemas['StepRun'];
/** @public */
export type StepError = Schemas['StepError'];
/** @public */
export type CheckState = Schemas['CheckState'];
/** @public */
export type RollbackRun = Schemas['RollbackRun'];
/** @public */
export type RollbackStepRun = Schemas['RollbackStepRun'];
/** @public */
export type CommandType = Schemas['CommandType'];
/** @public */
export type DecisionChoice = Schemas['DecisionChoice'];
/** @public */
export type AllowedCommand = Schemas['AllowedCommand'];
/** @public */
export type CommandRequest = Schemas['CommandRequest'];
/** @public */
export type CommandOutcome = Schemas['CommandOutcome'];
/** @public */
export type CreateDeploymentRequest = Schemas['CreateDeploymentRequest'];
/** @public */
export type Plan = Schemas['Plan'];
/** @public */
export type Hold = Schemas['Hold'];
/** @public */
export type EnvironmentState = Schemas['EnvironmentState'];
/** @public */
export type EnvironmentRollback = Schemas['EnvironmentRollback'];
/** @public */
export type RollbackVersion = Schemas['RollbackVersion'];
/** @public */
export type ServiceOverview = Schemas['ServiceOverview'];
/** @public */
export type DeploymentEvent = Schemas['DeploymentEvent'];
/** @public */
export type Measurement = Schemas['Measurement'];
/** @public */
export type LogLine = Schemas['LogLine'];
/** @public */
export type AuditEntry = Schemas['AuditEntry'];
/** @public */
export type EngineHealth = Schemas['EngineHealth'];
/** @public */
export type EngineHealthReason = Schemas['EngineHealthReason'];
/** @public */
export type EngineFigures = Schemas['EngineFigures'];
/** @public */
export type EngineView = Schemas['EngineView'];
/** @public */
export type EngineReplica = Schemas['EngineReplica'];
/** @public */
export type EngineDeployment = Schemas['EngineDeployment'];
/** @public */
export type EngineRun = Schemas['EngineRun'];
/** @public */
export type EngineWait = Schemas['EngineWait'];
/** @public */
export type EngineStuck = Schemas['EngineStuck'];

/**
 * Statuses that never change again.
 *
 * @public
 */
export const TERMINAL_STATUSES = [
  'succeeded',
  'failed',
  'rolled_back',
  'rollback_failed',
  'cancelled',
  'expired',
  'superseded',
] as const satisfies readonly DeploymentStatus[];

/**
 * Statuses in which a deployment owns its environment.
 *
 * @public
 */
export const OWNING_STATUSES = [
  'running',
  'waiting',
  'rolling_back',
] as const satisfies readonly DeploymentStatus[];

/** @public */
export function isTerminal(status: DeploymentStatus): boolean {
  return (TERMINAL_STATUSES as readonly string[]).includes(status);
}

/** Name of the annotation that chooses a golden path for a service.
 * @public */
export const GOLDEN_PATH_ANNOTATION = 'slipway/golden-path';
