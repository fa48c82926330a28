import type {
  AuditEntry,
  CommandOutcome,
  CommandRequest,
  CreateDeploymentRequest,
  EngineHealth,
  LogLine,
  Measurement,
  Plan,
} from '@slipway/backstage-plugin-deployments-common';
import type { Observation } from '@slipway/backstage-plugin-deployments-node';
import type { EngineOverview } from '../observability/engineOverview';
import type { DeploymentEvent } from '../domain/deployment/events';
import type { DeploymentState } from '../domain/deployment/state';
import type { QueuedPlan } from '../domain/deployment/plan/queuedPlan';
import type {
  DriftDecision,
  ServiceEnvironmentRef,
  ServiceEnvironmentRow,
} from '../domain/model/serviceEnvironment';
import type { RollbackOptions } from '../domain/serviceEnvironment/rollbackVersions';
import type { Caller } from '../domain/model/caller';
import type { DeploymentFilter, AuditFilter } from '../domain/model/filters';
import type { DeploymentChange } from '../changes/deploymentChange';

export type { EngineOverview };

/** What may be asked of the engine. Errors are `@backstage/errors`: InputError, NotFoundError, ConflictError, NotAllowedError. */
export interface DeploymentService {
  plan(request: CreateDeploymentRequest, caller: Caller): Promise<Plan>;
  create(
    request: CreateDeploymentRequest,
    caller: Caller,
    idempotencyKey?: string,
  ): Promise<{ id: string; created: boolean }>;
  /** Throws ConflictError when the state does not allow it; the refusal is kept under its commandId as well. */
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
  /** What runs is observed first; ConflictError when it is not what the person looked at. */
  resolveDrift(
    serviceEnvironment: ServiceEnvironmentRef,
    decision: DriftDecision,
    caller: Caller,
  ): Promise<void>;
}

/** What may be read. Reads never wait for the engine. */
export interface DeploymentReads {
  get(id: string): Promise<DeploymentState | undefined>;
  list(
    filter: DeploymentFilter,
  ): Promise<{ items: DeploymentState[]; nextCursor?: string }>;
  /** What a queued deployment would do, as last evaluated. */
  queuedPlan(id: string): Promise<QueuedPlan | undefined>;
  events(id: string, afterSeq: number): Promise<DeploymentEvent[]>;
  measurements(
    id: string,
    options: { stepId?: string; afterSeq: number },
  ): Promise<Measurement[]>;
  logs(
    id: string,
    options: { stepId?: string; q?: string; afterSeq: number; limit: number },
  ): Promise<{ items: LogLine[]; truncated: boolean }>;
  /** When retention removed the records of a deployment, in epoch milliseconds; absent where it removed none. */
  removed(id: string): Promise<{ logsAt?: number; measurementsAt?: number }>;
  audit(
    filter: AuditFilter,
  ): Promise<{ items: AuditEntry[]; nextCursor?: string }>;
  /** One row per environment in which the service ever was. */
  serviceEnvironments(services: string[]): Promise<ServiceEnvironmentRow[]>;
  /** What can be gone back to in a service environment; `observation`: what runs, where that was just looked at. */
  rollbackOptions(
    serviceEnvironment: ServiceEnvironmentRef,
    observation?: Observation,
  ): Promise<RollbackOptions>;
  /** Of each place of these services: what is queued or at work there, and the one that ended last. */
  latest(services: string[]): Promise<DeploymentState[]>;
  /** Never rejects: a database that does not answer is part of the answer. */
  health(): Promise<EngineHealth>;
  engine(): Promise<EngineOverview>;
  /**
   * Calls back after each commit that concerns the deployment (all when `id` is absent), in this process at once and
   * from other replicas within seconds. Returns the unsubscriber.
   */
  subscribe(
    id: string | undefined,
    listener: (change: DeploymentChange) => void,
  ): () => void;
}
