import type {
  DeploymentKind,
  DeploymentStatus,
} from '@slipway/backstage-plugin-deployments-common';
import type { ServiceEnvironmentCondition } from './serviceEnvironment';

export interface DeploymentFilter {
  ids?: string[];
  services?: string[];
  environment?: string;
  /** The restriction from conditional permissions, which the repository converts to SQL. */
  allowed?: ServiceEnvironmentCondition;
  status?: DeploymentStatus[];
  kind?: DeploymentKind;
  requestedBy?: string;
  /** Only deployments that wait for a decision of any person. */
  awaitsPerson?: boolean;
  /** The name of an analysis that has looks of the deployment. */
  analysis?: string;
  since?: number;
  until?: number;
  limit: number;
  cursor?: string;
}

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

/** Which drift to list. */
export interface DriftFilter {
  /** Only in these environments. */
  environments: readonly string[];
  /** Conditions on the service and the environment only, because the rows have no owner and no tier. */
  allowed?: ServiceEnvironmentCondition;
  /** Only where Slipway has deployed before (`true`), or where it never has. */
  deployed?: boolean;
  limit: number;
  cursor?: string;
}
