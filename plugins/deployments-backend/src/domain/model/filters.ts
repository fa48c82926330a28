import type {
  DeploymentKind,
  DeploymentStatus,
} from '@slipway/backstage-plugin-deployments-common';
import type { ServiceEnvironmentCondition } from './serviceEnvironment';

export interface DeploymentFilter {
  services?: string[];
  environment?: string;
  /** The restriction from conditional permissions, which the repository converts to SQL. */
  allowed?: ServiceEnvironmentCondition;
  status?: DeploymentStatus[];
  kind?: DeploymentKind;
  requestedBy?: string;
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
