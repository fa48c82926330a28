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

/** What the API stands on; the same for its routes and its actions. */
export interface ApiOptions {
  /** `deployments:` of app-config, validated. */
  model: DeploymentsModel;
  /** What words and capabilities come from. */
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

/** What only the routes need beside {@link ApiOptions}. */
export interface RouterOptions extends ApiOptions {
  httpAuth: HttpAuthService;
  /** Ends open event streams when the backend stops: the server would wait for them. */
  lifecycle: LifecycleService;
  stream?: StreamOptions;
  /** Hold answers against the OpenAPI document as well: for tests, where one that does not fit is an error. */
  validateResponses?: boolean;
}

/** Limits and rhythm of event streams. Durations are milliseconds. */
export interface StreamOptions {
  /** A comment this often keeps proxies from closing a quiet stream. Default 15 s. */
  heartbeatMs?: number;
  /** How often the store is asked even when nobody told of a change. Default 5 s. */
  pollMs?: number;
  /**
   * How long a stream lasts at most. The client then comes back with its Last-Event-ID, and its permission is asked
   * again. Default 15 min.
   */
  maxDurationMs?: number;
  /** Open streams of one user, or of one service principal. Default 20. */
  maxPerPrincipal?: number;
  /** Open streams in this process. Default 1000. */
  maxInAll?: number;
}
