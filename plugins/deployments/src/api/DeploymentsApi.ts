import { createApiRef } from '@backstage/core-plugin-api';
import type {
  AnalysisReplay,
  CommandOutcome,
  CommandRequest,
  CreateDeploymentRequest,
  Deployment,
  DeploymentEvent,
  DeploymentKind,
  DeploymentStatus,
  DeploymentSummary,
  DriftItem,
  EngineView,
  Environment,
  EnvironmentComparison,
  EnvironmentState,
  LogLine,
  Measurement,
  Plan,
  ServiceOverview,
  StepAnalysis,
  Version,
  VersionProposal,
  WorkloadCandidate,
} from '@slipway/backstage-plugin-deployments-common';

/** One page of a list; `nextCursor` is set when there is more.
 * @public
 */
export interface PageOf<T> {
  items: T[];
  nextCursor?: string;
}

/** @public */
export interface DeploymentFilter {
  /** At most 50 ids. */
  id?: string[];
  service?: string;
  environment?: string;
  status?: DeploymentStatus[];
  kind?: DeploymentKind;
  requestedBy?: string;
  /** `me`: only what waits for a decision that the reader can make now. */
  awaiting?: 'me';
  since?: string;
  until?: string;
}

/** Which drift to list.
 * @public
 */
export interface DriftQuery {
  /** Entity refs of owners: services of any of them. */
  owner?: string[];
  environment?: string;
  /** Only where Slipway has deployed before (`true`), or where it never has. */
  deployed?: boolean;
}

/** Which services to compare, and in which environments.
 * @public
 */
export interface ComparisonQuery {
  from: string;
  to: string;
  q?: string;
  /** Entity refs: only these services. */
  service?: string[];
  /** Entity refs of owners: services of any of them. */
  owner?: string[];
  /** Entity ref: services in this system. */
  system?: string;
}

/** How a request can be aborted.
 * @public
 */
export interface RequestOptions {
  signal?: AbortSignal;
}

/**
 * The deployments backend, with the reader's rights. Every method rejects with a `DeploymentsRequestError` that
 * carries the server's message, or a `BackendUnreachableError` if there was no response.
 *
 * @public
 */
export interface DeploymentsApi {
  listEnvironments(options?: RequestOptions): Promise<Environment[]>;
  listServices(
    query: { q?: string; owner?: string; limit?: number; cursor?: string },
    options?: RequestOptions,
  ): Promise<PageOf<ServiceOverview> & { totalItems: number }>;
  getServiceOverview(
    service: string,
    options?: RequestOptions,
  ): Promise<ServiceOverview>;
  listVersions(
    service: string,
    query: {
      q?: string;
      environment?: string;
      limit?: number;
      cursor?: string;
    },
    options?: RequestOptions,
  ): Promise<
    PageOf<Version> & { proposal?: VersionProposal; warnings?: string[] }
  >;
  placeHold(
    service: string,
    environment: string,
    reason: string,
  ): Promise<EnvironmentState>;
  liftHold(
    service: string,
    environment: string,
    reason: string,
  ): Promise<EnvironmentState>;
  resolveDrift(
    service: string,
    environment: string,
    choice: 'adopt' | 'overwrite',
    reason: string,
    /** The id of the drift that the person saw. */
    drift: string,
  ): Promise<EnvironmentState>;
  /** Searches an environment's platform for what could be the service. Changes nothing. */
  discoverWorkloads(
    service: string,
    environment: string,
    options?: RequestOptions,
  ): Promise<WorkloadCandidate[]>;
  /** A page may be empty although there are more. Only one without `nextCursor` is the last. */
  listDrift(
    query: DriftQuery & { limit?: number; cursor?: string },
    options?: RequestOptions,
  ): Promise<PageOf<DriftItem>>;
  /** What services run in two environments, those that are furthest behind first. At most 500. */
  compareEnvironments(
    query: ComparisonQuery,
    options?: RequestOptions,
  ): Promise<EnvironmentComparison>;
  planDeployment(
    request: CreateDeploymentRequest,
    options?: RequestOptions,
  ): Promise<Plan>;
  /** The same key with the same body gives the same deployment, however often it is sent. */
  createDeployment(
    request: CreateDeploymentRequest,
    idempotencyKey: string,
  ): Promise<Deployment>;
  listDeployments(
    query: DeploymentFilter & { limit?: number; cursor?: string },
    options?: RequestOptions,
  ): Promise<PageOf<DeploymentSummary>>;
  getDeployment(id: string, options?: RequestOptions): Promise<Deployment>;
  /** Ends the watch of a deployment early, without a verdict. */
  endWatch(id: string, reason: string): Promise<Deployment>;
  listEvents(
    id: string,
    query: { after?: number },
    options?: RequestOptions,
  ): Promise<DeploymentEvent[]>;
  listMeasurements(
    id: string,
    query: { after?: number },
    options?: RequestOptions,
  ): Promise<Measurement[]>;
  listLogLines(
    id: string,
    query: { after?: number; limit?: number },
    options?: RequestOptions,
  ): Promise<{ items: LogLine[]; truncated: boolean }>;
  /** What the analysis of a step says. Rejects with the status 404 if the step has none or hasn't started. */
  getStepAnalysis(
    id: string,
    stepId: string,
    options?: RequestOptions,
  ): Promise<StepAnalysis>;
  /** All values of a step's analysis as CSV. */
  downloadStepAnalysis(id: string, stepId: string): Promise<Blob>;
  /** What an analysis, as it is configured now, would have said about earlier deployments. Changes nothing. */
  replayAnalysis(
    name: string,
    options?: RequestOptions,
  ): Promise<AnalysisReplay>;
  sendCommand(id: string, command: CommandRequest): Promise<CommandOutcome>;
  /** Requires the permission `deployments.engine.read`. */
  getEngine(options?: RequestOptions): Promise<EngineView>;
  /** Opens the stream of a deployment's events; the body is `text/event-stream`. */
  openEventStream(
    id: string,
    options: RequestOptions & { lastEventId?: string },
  ): Promise<ReadableStream<Uint8Array>>;
}

/** @public */
export const deploymentsApiRef = createApiRef<DeploymentsApi>({
  id: 'plugin.deployments.service',
});
