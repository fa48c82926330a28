/**
 * The vocabulary that frontend and backend share. Types come from the OpenAPI document, so that code and wire format
 * cannot differ.
 */
import type { Schemas } from './schemas';

/**
 * Tier of an environment: `production`, `staging`, `testing`, `development` or `other`.
 *
 * @public
 */
export type EnvironmentTier = Schemas['EnvironmentTier'];
/**
 * What a deployment does: `deploy`, `rollback`, `restart` or `remove`.
 *
 * @public
 */
export type DeploymentKind = Schemas['DeploymentKind'];
/**
 * Status of a deployment. Those in `TERMINAL_STATUSES` never change again.
 *
 * @public
 */
export type DeploymentStatus = Schemas['DeploymentStatus'];
/**
 * Status of a step of a deployment.
 *
 * @public
 */
export type StepStatus = Schemas['StepStatus'];
/**
 * What a step changes in the environment: `none`, `reversible` or `irreversible`.
 *
 * @public
 */
export type Changes = Schemas['Changes'];
/**
 * What happens when a step fails: `rollback`, `pause` or `fail`.
 *
 * @public
 */
export type OnFailure = Schemas['OnFailure'];
/**
 * Result of judging checks.
 *
 * @public
 */
export type Verdict = Schemas['Verdict'];
/**
 * An environment as configured in app-config.
 *
 * @public
 */
export type Environment = Schemas['Environment'];
/**
 * Whose approvals a deployment needs, and how many.
 *
 * @public
 */
export type ApprovalRule = Schemas['ApprovalRule'];
/**
 * A recurring period in which deployments may, or must not, start.
 *
 * @public
 */
export type DeploymentWindow = Schemas['Window'];
/**
 * A pipeline definition from app-config.
 *
 * @public
 */
export type GoldenPath = Schemas['GoldenPath'];
/**
 * A step as it will run, with its description.
 *
 * @public
 */
export type PlannedStep = Schemas['PlannedStep'];
/**
 * A share of the traffic that a rollout keeps for a time, until a person promotes it, or until an analysis allows more.
 *
 * @public
 */
export type RolloutStage = Schemas['RolloutStage'];
/**
 * What a check measures, its unit and its threshold.
 *
 * @public
 */
export type CheckRule = Schemas['CheckRule'];
/**
 * The condition that a measured value must meet.
 *
 * @public
 */
export type Threshold = Schemas['Threshold'];
/**
 * A commit that a version contains.
 *
 * @public
 */
export type Commit = Schemas['Commit'];
/**
 * An immutable artifact that can be deployed, with its commits and flags.
 *
 * @public
 */
export type Version = Schemas['Version'];
/**
 * Id, name and artifact of a version.
 *
 * @public
 */
export type VersionSummary = Schemas['VersionSummary'];
/**
 * A version to register.
 *
 * @public
 */
export type RegisterVersionRequest = Schemas['RegisterVersionRequest'];
/**
 * A reason why a deployment cannot start or continue.
 *
 * @public
 */
export type Blocker = Schemas['Blocker'];
/** A sentence of a message by its code, for translations. @public */
export type Sentence = Schemas['Sentence'];
/**
 * Kind of a blocker, e.g. `window` or `approval`.
 *
 * @public
 */
export type BlockerKind = Blocker['kind'];
/** A page outside Slipway that explains something. @public */
export type Link = Schemas['Link'];
/** Something that is wrong in an environment, with evidence. @public */
export type Problem = Schemas['Problem'];
/** What is measured after a deployment succeeded. @public */
export type Watch = Schemas['Watch'];
/**
 * A user or a service that made a request.
 *
 * @public
 */
export type Principal = Schemas['Principal'];
/**
 * A running instance of a version.
 *
 * @public
 */
export type Instance = Schemas['Instance'];
/**
 * What the caller can decide about a deployment that waits.
 *
 * @public
 */
export type AwaitedDecision = Schemas['AwaitedDecision'];
/**
 * A deployment as shown in lists.
 *
 * @public
 */
export type DeploymentSummary = Schemas['DeploymentSummary'];
/**
 * A deployment with its steps, blockers and allowed commands.
 *
 * @public
 */
export type Deployment = Schemas['Deployment'];
/**
 * A decision of a person about a deployment or a step.
 *
 * @public
 */
export type Approval = Schemas['Approval'];
/**
 * The difference between two versions: commits that are added or removed.
 *
 * @public
 */
export type VersionDiff = Schemas['VersionDiff'];
/**
 * A step of a deployment, with its status and attempts.
 *
 * @public
 */
export type StepRun = Schemas['StepRun'];
/**
 * Why a step failed.
 *
 * @public
 */
export type StepError = Schemas['StepError'];
/**
 * A check of a deployment, with its latest measurement and its verdict.
 *
 * @public
 */
export type CheckState = Schemas['CheckState'];
/**
 * The rollback of a deployment, with its cause and its steps.
 *
 * @public
 */
export type RollbackRun = Schemas['RollbackRun'];
/**
 * A step of a rollback.
 *
 * @public
 */
export type RollbackStepRun = Schemas['RollbackStepRun'];
/**
 * A request to deploy, roll back, restart or remove.
 *
 * @public
 */
export type CreateDeploymentRequest = Schemas['CreateDeploymentRequest'];
/**
 * What a deployment would do, and what blocks it.
 *
 * @public
 */
export type Plan = Schemas['Plan'];
/**
 * Blocks new deployments of a service in an environment until a person lifts it.
 *
 * @public
 */
export type Hold = Schemas['Hold'];
/**
 * State of a service in one environment: current version, hold, deployments.
 *
 * @public
 */
export type EnvironmentState = Schemas['EnvironmentState'];
/**
 * How to roll back a service in an environment, or why that is not possible.
 *
 * @public
 */
export type EnvironmentRollback = Schemas['EnvironmentRollback'];
/**
 * A version that a rollback could go back to, and whether it is eligible.
 *
 * @public
 */
export type RollbackVersion = Schemas['RollbackVersion'];
/**
 * State of a service in all environments.
 *
 * @public
 */
export type ServiceOverview = Schemas['ServiceOverview'];
/**
 * An event in the history of a deployment.
 *
 * @public
 */
export type DeploymentEvent = Schemas['DeploymentEvent'];
/**
 * One measured value of a check.
 *
 * @public
 */
export type Measurement = Schemas['Measurement'];
/**
 * What an analysis says about the candidate of a step.
 *
 * @public
 */
export type StepAnalysis = Schemas['StepAnalysis'];
/**
 * The decision of an analysis, why, and the score.
 *
 * @public
 */
export type AnalysisVerdict = Schemas['AnalysisVerdict'];
/**
 * A metric of an analysis, with its verdict and its values over time.
 *
 * @public
 */
export type AnalysisMetric = Schemas['AnalysisMetric'];
/**
 * What an analysis, as it is configured now, would have said about earlier deployments.
 *
 * @public
 */
export type AnalysisReplay = Schemas['AnalysisReplay'];
/**
 * A line of a step's log.
 *
 * @public
 */
export type LogLine = Schemas['LogLine'];
/**
 * An entry of the audit trail.
 *
 * @public
 */
export type AuditEntry = Schemas['AuditEntry'];
/**
 * Whether all due work is being processed.
 *
 * @public
 */
export type EngineHealth = Schemas['EngineHealth'];
/**
 * Why the engine is not healthy.
 *
 * @public
 */
export type EngineHealthReason = Schemas['EngineHealthReason'];
/**
 * A snapshot of the engine's metrics.
 *
 * @public
 */
export type EngineFigures = Schemas['EngineFigures'];
/**
 * State of the engine: replicas, running and waiting deployments.
 *
 * @public
 */
export type EngineView = Schemas['EngineView'];
/**
 * A backend process that runs deployments.
 *
 * @public
 */
export type EngineReplica = Schemas['EngineReplica'];
/**
 * The deployment that an entry of `EngineView` is about.
 *
 * @public
 */
export type EngineDeployment = Schemas['EngineDeployment'];
/**
 * A running deployment, with its steps and the replica that runs it.
 *
 * @public
 */
export type EngineRun = Schemas['EngineRun'];
/**
 * A deployment that is queued or waits for a person.
 *
 * @public
 */
export type EngineWait = Schemas['EngineWait'];
/**
 * A deployment that does not continue by itself, with the cause and what to do about it.
 *
 * @public
 */
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

/**
 * Whether a status never changes again.
 *
 * @public
 */
export function isTerminal(status: DeploymentStatus): boolean {
  return (TERMINAL_STATUSES as readonly string[]).includes(status);
}

/**
 * Annotation that selects a golden path for a service.
 *
 * @public
 */
export const GOLDEN_PATH_ANNOTATION = 'slipway/golden-path';
