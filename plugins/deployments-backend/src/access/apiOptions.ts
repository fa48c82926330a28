import type {
  AuthService,
  HttpAuthService,
  LifecycleService,
  LoggerService,
  PermissionsRegistryService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { DeploymentsModel } from '../domain/model/deploymentsModel';
import type { ProviderRegistry } from '../config/schema/providerRegistry';
import type {
  DeploymentReads,
  DeploymentService,
} from '../application/deploymentService';
import type { VersionService } from '../application/versionService';

/** The services that both the API's routes and the MCP actions need. */
export interface ApiOptions {
  /** The section `deployments` of app-config, validated. */
  model: DeploymentsModel;
  /** Describes steps and checks, and lists what each target can do. */
  providers: ProviderRegistry;

  engine: DeploymentService;
  reads: DeploymentReads;
  versions: VersionService;

  catalog: CatalogService;
  auth: AuthService;
  permissions: PermissionsService;
  permissionsRegistry: PermissionsRegistryService;
  userInfo: UserInfoService;
  logger: LoggerService;
}

/** {@link ApiOptions}, and the services that only the routes need. */
export interface RouterOptions extends ApiOptions {
  httpAuth: HttpAuthService;
  /** Ends open event streams when the backend stops, because the server would wait for them. */
  lifecycle: LifecycleService;
  stream?: StreamOptions;
  /** Whether to validate responses against the OpenAPI document too. A mismatch is an error. For tests. */
  validateResponses?: boolean;
}

/** Limits and intervals of event streams. Durations are in milliseconds. */
export interface StreamOptions {
  /** How often to send a comment, so that proxies don't close a quiet stream. Default 15 s. */
  heartbeatMs?: number;
  /** How often to read the database even without a notification of a change. Default 5 s. */
  pollMs?: number;
  /**
   * The longest that a stream stays open. The client then reconnects with its Last-Event-ID, and its permission is
   * checked again. Default 15 min.
   */
  maxDurationMs?: number;
  /** The most open streams of one user or one service principal. Default 20. */
  maxPerPrincipal?: number;
  /** The most open streams in this process. Default 1000. */
  maxInAll?: number;
}
