import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  AuditEntry,
  Blocker,
  CommandOutcome,
  CommandRequest,
  CreateDeploymentRequest,
  DeploymentKind,
  DeploymentStatus,
  EngineHealth,
  EnvironmentState,
  Hold,
  LogLine,
  Measurement,
  Plan,
  Principal,
  RegisterVersionRequest,
  Verdict,
  Version,
  VersionDiff,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { Observation } from '@slipway/backstage-plugin-deployments-node';
import type { EngineOverview } from '../observe/overview';
import type { DeploymentEvent } from '../pipeline/events';
import type { DeploymentState } from '../pipeline/state';
import type { QueuedPlan } from '../store/queuedPlans';
import type { DriftDecision } from './resolveDrift';
import type { RollbackOptions } from './rollbackOptions';

export type { EngineOverview };

/** Who asks, as resolved from credentials. */
export interface Caller {
  credentials: BackstageCredentials;
  principal: Principal;
  /** Absent for a service principal. */
  user?: { entityRef: string; ownershipRefs: string[] };
}

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
  placeHold(place: PlaceRef, reason: string, caller: Caller): Promise<void>;
  liftHold(place: PlaceRef, reason: string, caller: Caller): Promise<void>;
  /** What runs is observed first; ConflictError when it is not what the person looked at. */
  resolveDrift(
    place: PlaceRef,
    decision: DriftDecision,
    caller: Caller,
  ): Promise<void>;
}

export interface PlaceRef {
  service: string;
  environment: string;
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
  places(services: string[]): Promise<PlaceRow[]>;
  /** What can be gone back to in a service environment; `observation`: what runs, where that was just looked at. */
  rollbackOptions(
    place: PlaceRef,
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

export type DeploymentChange =
  | {
      deploymentId: string;
      service: string;
      environment: string;
      what: 'events' | 'measurements' | 'logs';
      /** Number of the last event, where that is known. */
      seq?: number;
    }
  /** Changes on other replicas may not have been told of: there may be news of anything. */
  | { what: 'missed' };

export interface DeploymentFilter {
  services?: string[];
  environment?: string;
  /** SQL-able restriction from conditional permissions; applied by the store. */
  allowed?: PlaceCondition;
  status?: DeploymentStatus[];
  kind?: DeploymentKind;
  requestedBy?: string;
  since?: number;
  until?: number;
  limit: number;
  cursor?: string;
}

/** Which places a reader may see: any of these, all conditions of one together. */
export type PlaceCondition =
  | { anyOf: PlaceCondition[] }
  | { allOf: PlaceCondition[] }
  | { not: PlaceCondition }
  | { ownerIn: string[] }
  /** What the API makes of `ownerIn` for lists: services that these own today, by the catalog. */
  | { serviceIn: string[] }
  | { environmentIn: string[] }
  | { tierIn: string[] };

export interface AuditFilter {
  deploymentId?: string;
  service?: string;
  environment?: string;
  actor?: string;
  since?: number;
  until?: number;
  limit: number;
  cursor?: string;
}

/** What a target answered last. */
export interface StoredObservation extends Observation {
  /** Asked again after `at`, it gave no answer. */
  isUnanswered?: boolean;
}

/** The permanent row of a service in an environment. Times are epoch milliseconds. */
export interface PlaceRow extends PlaceRef {
  holder?: string;
  fence: number;
  current?: RunningVersion;
  lastKnownGood?: { version: VersionSummary; deploymentId: string; at: number };
  observed?: StoredObservation;
  hold?: Hold;
  /** What the observation says against `current`. */
  drift?: EnvironmentState['drift'];
  blockers?: Blocker[];
}

export interface RunningVersion {
  version: VersionSummary;
  since: number;
  by: string;
  deploymentId: string;
  verification: Verdict;
  /** When it was verified here: the start of its soak. */
  verifiedAt?: number;
}

/** Versions of services. Errors as of {@link DeploymentService}. */
export interface VersionService {
  /** Registering the same artifact again gives the version there is; its facts never change. */
  register(
    service: string,
    request: RegisterVersionRequest,
    caller: Caller,
  ): Promise<{ version: Version; created: boolean }>;
  /** Newest first, what version sources list included; a source that fails is a warning. */
  list(
    service: string,
    options: { q?: string; limit: number; cursor?: string },
  ): Promise<{ items: Version[]; nextCursor?: string; warnings: string[] }>;
  get(service: string, versionId: string): Promise<Version | undefined>;
  /** Newest first; commits that `to` has and `from` has not, as far as registered versions tell. */
  diff(
    service: string,
    from: VersionSummary | undefined,
    to: VersionSummary,
  ): Promise<VersionDiff>;
  quarantine(
    service: string,
    versionId: string,
    reason: string,
    caller: Caller,
  ): Promise<Version>;
  release(
    service: string,
    versionId: string,
    caller: Caller,
    reason?: string,
  ): Promise<Version>;
}
