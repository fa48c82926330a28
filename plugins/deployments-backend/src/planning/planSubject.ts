import type {
  DeploymentKind,
  Principal,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { DeploymentState } from '../domain/deployment/state';
import type { Observed } from '../targets/observe';

/** What is to be planned: a request, or a deployment that is queued. */
export interface PlannedVersion {
  /** Absent while it is only planned. */
  id?: string;
  kind: DeploymentKind;
  service: string;
  environment: string;
  version: VersionSummary & { flags: string[] };
  requestedBy: Principal;
  hotfix: boolean;
  /** The finished deployment that a rollback takes back. */
  reverts?: string;
  /** The person who asked has seen that something else runs than should, and wants it overwritten. */
  overwritesDrift?: boolean;
  /** What runs, where it was observed for this request already. */
  observed?: Observed;
  notBefore?: number;
  inputs: JsonObject;
  approvals: DeploymentState['approvals'];
  overridden: DeploymentState['overridden'];
}
