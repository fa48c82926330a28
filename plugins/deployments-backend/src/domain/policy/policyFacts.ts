import type {
  BlockerKind,
  DeploymentKind,
  EnvironmentState,
  Hold,
  Principal,
  Verdict,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { EnvironmentModel } from '../model/deploymentsModel';
import type { DeploymentState } from '../deployment/state';

/**
 * Everything that the rules look at before a deployment may take its environment. Plain data: whoever asks reads it
 * first, so that the same facts always give the same blockers. Times are epoch milliseconds.
 */
export interface StartFacts {
  /** Database time. */
  now: number;
  deployment: DeploymentFacts;
  /** What is brought in; absent for `remove`. */
  version?: VersionFacts;
  environment: EnvironmentFacts;
  /** The service in this environment; absent when it never was there. */
  serviceEnvironment?: ServiceEnvironmentFacts;
  /** The service in the environment that `promotesFrom` names; absent when it never was there. */
  environmentOfSource?: ServiceEnvironmentFacts;
  /** Set when the target could not be asked what runs. */
  unobserved?: { message: string };
  /** Who owns the environment now; absent when it is free. */
  lockOwner?: OtherDeployment;
  /** Those that are queued before it, first in line first. */
  ahead: OtherDeployment[];
  /** Hash of what would be done now. Approvals of another one do not count. */
  planHash?: string;
  approvals: ApprovalFacts[];
  /**
   * Kinds that a person overrode for this deployment, and when, epoch milliseconds. Those that nobody may override block
   * all the same.
   */
  overridden: readonly { kind: BlockerKind; at: number }[];
}

interface DeploymentFacts {
  /** Absent while it is only planned. */
  id?: string;
  kind: DeploymentKind;
  /** Entity ref. */
  service: string;
  requestedBy: Principal;
  /** Its permission was asked when it was requested. */
  hotfix: boolean;
  notBefore?: number;
  /** Entity ref of the service's owner. */
  owner?: string;
}

type VersionFacts = VersionSummary & {
  quarantined?: { by: string; reason: string };
};

type EnvironmentFacts = Pick<
  EnvironmentModel,
  | 'name'
  | 'title'
  | 'promotesFrom'
  | 'approvals'
  | 'distinctApprovers'
  | 'windows'
  | 'concurrency'
>;

/** A `ServiceEnvironmentRow` fits. */
interface ServiceEnvironmentFacts {
  environment: string;
  current?: {
    version: VersionSummary;
    verification: Verdict;
    verifiedAt?: number;
  };
  hold?: Hold;
  drift?: EnvironmentState['drift'];
}

export interface OtherDeployment {
  id: string;
  kind: DeploymentKind;
  versionName?: string;
  /** Entity ref, or a service principal. */
  requestedBy?: string;
  /** Whether it has changed the environment, or may have. */
  touched?: boolean;
}

export type ApprovalFacts = DeploymentState['approvals'][number];
