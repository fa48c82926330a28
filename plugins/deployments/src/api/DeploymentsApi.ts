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
  /** In the order of the list. */
  items: T[];
  /** Absent on the last page. */
  nextCursor?: string;
}

/** Which deployments to list. Absent fields do not filter.
 * @public
 */
export interface DeploymentFilter {
  /** At most 50 ids. */
  id?: string[];
  /** Entity ref in lower case. */
  service?: string;
  /** Name from app-config. */
  environment?: string;
  /** Any of these. */
  status?: DeploymentStatus[];
  /** What the deployment does: deploy, roll back, restart or remove. */
  kind?: DeploymentKind;
  /** Entity ref of the person, or name of the service account. */
  requestedBy?: string;
  /** `me`: only what waits for a decision that the reader can make now. */
  awaiting?: 'me';
  /** Requested at this time or later, as RFC 3339. */
  since?: string;
  /** Requested before this time, as RFC 3339. */
  until?: string;
}

/** Which drift to list.
 * @public
 */
export interface DriftQuery {
  /** Entity refs of owners: services of any of them. */
  owner?: string[];
  /** Name from app-config. */
  environment?: string;
  /** Only where Slipway has deployed before (`true`), or where it never has. */
  deployed?: boolean;
}

/** Which services to compare, and in which environments.
 * @public
 */
export interface ComparisonQuery {
  /** Name of the environment that is ahead, e.g. `staging`. */
  from: string;
  /** Name of the environment that is behind, e.g. `production`. */
  to: string;
  /** Text in the service's name or title. */
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
  /** Aborts the request, which then rejects with an `AbortError`. */
  signal?: AbortSignal;
}

/**
 * The deployments backend, with the reader's rights. Every method rejects with a `DeploymentsRequestError` that
 * carries the server's message, or a `BackendUnreachableError` if there was no response.
 *
 * Services are entity refs in lower case, environments are names from app-config, and times are RFC 3339. Methods may be
 * added, and so may optional members of requests.
 *
 * @public
 */
export interface DeploymentsApi {
  /** All environments that the reader may see, in the order in which versions pass them. */
  listEnvironments(options?: RequestOptions): Promise<Environment[]>;
  /** Services of the catalog that match, with what runs where. `owner`: entity ref of a group. */
  listServices(
    query: { q?: string; owner?: string; limit?: number; cursor?: string },
    options?: RequestOptions,
  ): Promise<PageOf<ServiceOverview> & { totalItems: number }>;
  /** What a service runs in each environment. */
  getServiceOverview(
    service: string,
    options?: RequestOptions,
  ): Promise<ServiceOverview>;
  /**
   * A service's versions, newest first. With an environment: the version to propose for it, and where each version would
   * lead. `warnings` are sentences about sources that did not respond.
   */
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
  /** Blocks new deployments of a service in an environment until a person lifts the hold. */
  placeHold(
    service: string,
    environment: string,
    reason: string,
  ): Promise<EnvironmentState>;
  /** Ends a hold. */
  liftHold(
    service: string,
    environment: string,
    reason: string,
  ): Promise<EnvironmentState>;
  /** Accepts what runs in an environment (`adopt`), or allows the next deployment to replace it (`overwrite`). */
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
  /** What a deployment would do, and what blocks it. Changes nothing. */
  planDeployment(
    request: CreateDeploymentRequest,
    options?: RequestOptions,
  ): Promise<Plan>;
  /** The same key with the same body gives the same deployment, however often it is sent. */
  createDeployment(
    request: CreateDeploymentRequest,
    idempotencyKey: string,
  ): Promise<Deployment>;
  /** Deployments that match, newest first. */
  listDeployments(
    query: DeploymentFilter & { limit?: number; cursor?: string },
    options?: RequestOptions,
  ): Promise<PageOf<DeploymentSummary>>;
  /** A deployment with its steps. Rejects with the status 404 if it doesn't exist or the reader may not see it. */
  getDeployment(id: string, options?: RequestOptions): Promise<Deployment>;
  /** Ends the watch of a deployment early, without a verdict. */
  endWatch(id: string, reason: string): Promise<Deployment>;
  /** A deployment's events, oldest first. `after`: the number of an event. */
  listEvents(
    id: string,
    query: { after?: number },
    options?: RequestOptions,
  ): Promise<DeploymentEvent[]>;
  /** What a deployment's checks measured, oldest first. `after`: the number of a measurement. */
  listMeasurements(
    id: string,
    query: { after?: number },
    options?: RequestOptions,
  ): Promise<Measurement[]>;
  /** A deployment's log, oldest first. `after`: the number of a line; `truncated`: older lines are gone. */
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
  /** Approves, cancels, retries and so on. The outcome says what the deployment did with it. */
  sendCommand(id: string, command: CommandRequest): Promise<CommandOutcome>;
  /** Requires the permission `deployments.engine.read`. */
  getEngine(options?: RequestOptions): Promise<EngineView>;
  /** Opens the stream of a deployment's events; the body is `text/event-stream`. */
  openEventStream(
    id: string,
    options: RequestOptions & { lastEventId?: string },
  ): Promise<ReadableStream<Uint8Array>>;
}

/** Replace it to change how the pages get their data, e.g. in tests.
 * @public
 */
export const deploymentsApiRef = createApiRef<DeploymentsApi>({
  id: 'plugin.deployments.service',
});
