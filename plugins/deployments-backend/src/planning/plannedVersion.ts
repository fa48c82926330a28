import type {
  DeploymentKind,
  Principal,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { JsonObject } from '@backstage/types';
import type { DeploymentState } from '../domain/deployment/state';
import type { Observed } from '../targets/observeServiceEnvironment';

/** What to plan: a request, or a queued deployment. */
export interface PlannedVersion {
  /** Absent if there is no deployment yet. */
  id?: string;
  kind: DeploymentKind;
  service: string;
  environment: string;
  version: VersionSummary & { flags: string[] };
  requestedBy: Principal;
  hotfix: boolean;
  /** The id of the running deployment that a queued one rolls back. A request finds it by the environment's policy. */
  replaces?: string;
  /** The id of the finished deployment that a rollback reverts. */
  reverts?: string;
  /** Whether the requester has seen the drift and agrees to overwrite it. */
  overwritesDrift?: boolean;
  /** The observation, if the target was already observed for this request. */
  observed?: Observed;
  notBefore?: number;
  inputs: JsonObject;
  approvals: DeploymentState['approvals'];
  overridden: DeploymentState['overridden'];
}
