import type {
  AuditEntry,
  Blocker,
  CommandOutcome,
  CommandRequest,
  CreateDeploymentRequest,
  EngineHealth,
  LogLine,
  Measurement,
  Plan,
  Version,
} from '@slipway/backstage-plugin-deployments-common';
import type { Observation } from '@slipway/backstage-plugin-deployments-node';
import type { EngineOverview } from '../observability/engineOverview';
import type { StoredFailureSample } from '../domain/analysis/failureSample';
import type { DeploymentEvent } from '../domain/deployment/events';
import type {
  AnalysedAttempt,
  StoredLook,
} from '../persistence/repositories/analysisLooks';
import type { DeploymentState } from '../domain/deployment/state';
import type { QueuedPlan } from '../domain/deployment/plan/queuedPlan';
import type {
  DriftDecision,
  DriftRow,
  ServiceEnvironmentRef,
  ServiceEnvironmentRow,
} from '../domain/model/serviceEnvironment';
import type { StoredWatch } from '../domain/watch/storedWatch';
import type { VersionDeployment } from '../domain/serviceEnvironment/versionOutcome';
import type { RollbackOptions } from '../domain/serviceEnvironment/rollbackVersions';
import type { Caller } from './caller';
import type {
  AuditFilter,
  DeploymentFilter,
  DriftFilter,
} from '../domain/model/filters';
import type { DeploymentChange } from '../changes/deploymentChange';

export type { EngineOverview };

/**
 * The commands of the engine. They throw InputError, NotFoundError, ConflictError or NotAllowedError of
 * `@backstage/errors`.
 */
export interface DeploymentService {
  plan(request: CreateDeploymentRequest, caller: Caller): Promise<Plan>;
  /** Returns why each version can't be deployed to a service environment yet, by version id. */
  versionBlockers(
    serviceEnvironment: ServiceEnvironmentRef,
    versions: readonly Version[],
  ): Promise<Map<string, Blocker[]>>;
  /** Throws NotAllowedError if the deployment would roll back a running one, and the caller may not roll back. */
  create(
    request: CreateDeploymentRequest,
    caller: Caller,
    idempotencyKey?: string,
    mayRollBack?: boolean,
  ): Promise<{ id: string; created: boolean }>;
  /** Throws ConflictError if the state does not allow the command. The refusal is also stored under the commandId. */
  command(
    id: string,
    request: CommandRequest,
    caller: Caller,
  ): Promise<CommandOutcome>;
  getCommand(
    id: string,
    commandId: string,
  ): Promise<CommandOutcome | undefined>;
  placeHold(
    serviceEnvironment: ServiceEnvironmentRef,
    reason: string,
    caller: Caller,
  ): Promise<void>;
  liftHold(
    serviceEnvironment: ServiceEnvironmentRef,
    reason: string,
    caller: Caller,
  ): Promise<void>;
  /** Observes the service environment first. Throws ConflictError if its drift is not the one that the person saw. */
  resolveDrift(
    serviceEnvironment: ServiceEnvironmentRef,
    decision: DriftDecision,
    caller: Caller,
  ): Promise<void>;
  /** Ends the watch of a deployment without a verdict. Throws ConflictError if it is not watched. */
  endWatch(id: string, reason: string, caller: Caller): Promise<void>;
}

/** Reads deployments and their records. Reads never wait for the engine. */
export interface DeploymentReads {
  get(id: string): Promise<DeploymentState | undefined>;
  list(
    filter: DeploymentFilter,
  ): Promise<{ items: DeploymentState[]; nextCursor?: string }>;
  /** What a queued deployment would do, as last evaluated. */
  queuedPlan(id: string): Promise<QueuedPlan | undefined>;
  /** Like `queuedPlan`, for several deployments. */
  queuedPlans(ids: string[]): Promise<Map<string, QueuedPlan>>;
  events(id: string, afterSeq: number): Promise<DeploymentEvent[]>;
  measurements(
    id: string,
    options: { stepId?: string; afterSeq: number },
  ): Promise<Measurement[]>;
  logs(
    id: string,
    options: { stepId?: string; q?: string; afterSeq: number; limit: number },
  ): Promise<{ items: LogLine[]; truncated: boolean }>;
  /** Why checks of the candidate failed; at most one per check and attempt, the oldest attempt first. */
  failureSamples(id: string): Promise<StoredFailureSample[]>;
  /** The looks of an attempt of a step, in their order. */
  looks(attempt: AnalysedAttempt): Promise<StoredLook[]>;
  /** The last attempt of each step that an analysis has judged. */
  analysedSteps(id: string, analysis: string): Promise<AnalysedAttempt[]>;
  /** When retention deleted a deployment's records, in epoch milliseconds. Absent if it deleted none. */
  removed(id: string): Promise<{ logsAt?: number; measurementsAt?: number }>;
  audit(
    filter: AuditFilter,
  ): Promise<{ items: AuditEntry[]; nextCursor?: string }>;
  /** Returns a row for each environment that one of the services was ever deployed to. */
  serviceEnvironments(services: string[]): Promise<ServiceEnvironmentRow[]>;
  /** Lists the service environments with drift. A page may be shorter than the limit although there are more. */
  drift(
    filter: DriftFilter,
  ): Promise<{ items: DriftRow[]; nextCursor?: string }>;
  /** Lists the versions that a service environment can be rolled back to. `observation` replaces the stored one. */
  rollbackOptions(
    serviceEnvironment: ServiceEnvironmentRef,
    observation?: Observation,
  ): Promise<RollbackOptions>;
  /** Returns the last deployment of an artifact that changed the environment before the given time, in epoch milliseconds. */
  findLatest(
    serviceEnvironment: ServiceEnvironmentRef,
    artifact: string,
    before: number,
  ): Promise<DeploymentState | undefined>;
  /** Returns the newest deployment of each of these artifacts in each environment of a service. */
  versionDeployments(
    service: string,
    artifacts: readonly string[],
  ): Promise<VersionDeployment[]>;
  /** Returns the watch of a deployment. */
  watch(id: string): Promise<StoredWatch | undefined>;
  /** Returns the newest watch of each environment of these services. */
  watches(services: string[]): Promise<StoredWatch[]>;
  /** Returns the queued and running deployments of each service environment, and the one that ended last. */
  latest(services: string[]): Promise<DeploymentState[]>;
  /** Never rejects: if the database does not answer, the health says so. */
  health(): Promise<EngineHealth>;
  engine(): Promise<EngineOverview>;
  /**
   * Calls the listener after each commit that concerns the deployment; without an `id`, after the commits of all
   * deployments. Commits of this process are reported immediately, those of other replicas within seconds. Returns a
   * function that unsubscribes.
   */
  subscribe(
    id: string | undefined,
    listener: (change: DeploymentChange) => void,
  ): () => void;
}
