import type {
  BlockerKind,
  DeploymentKind,
  EnvironmentState,
  Hold,
  Principal,
  Verdict,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type {
  Observation,
  StartConditionResult,
} from '@slipway/backstage-plugin-deployments-node';
import type { EnvironmentModel } from '../model/deploymentsModel';
import type { DeploymentState } from '../deployment/state';

/**
 * The facts that the start gate depends on. The caller reads them beforehand, as plain data, so that the same facts
 * always give the same blockers. Times are epoch milliseconds.
 */
export interface StartFacts {
  /** Database time. */
  now: number;
  deployment: DeploymentFacts;
  /** The version to deploy; absent for `remove`. */
  version?: VersionFacts;
  environment: EnvironmentFacts;
  /** The service in this environment; absent if it has never been deployed there. */
  serviceEnvironment?: ServiceEnvironmentFacts;
  /** The service in the environment that `promotesFrom` names; absent if it has never been deployed there. */
  sourceEnvironment?: ServiceEnvironmentFacts;
  /** The title of the environment that `promotesFrom` names; its name if it is absent. */
  sourceTitle?: string;
  /** The results of the start conditions; absent for deployments that bypass them. */
  conditions?: readonly StartConditionFacts[];
  /** Set if the running version could not be read from the target. */
  unobserved?: { message: string };
  /** The deployment that owns the environment; absent if it is free. */
  lockOwner?: OtherDeployment;
  /** The deployments ahead of this one in the queue, in order. One that is scheduled for later than this one is not. */
  ahead: OtherDeployment[];
  /** The hash of the current plan. Approvals for another hash don't count. */
  planHash?: string;
  approvals: ApprovalFacts[];
  /** The blocker kinds that a person overrode, and when. Kinds that cannot be overridden still block. */
  overridden: readonly {
    kind: BlockerKind;
    at: number;
    /** For `condition`: the names of the overridden conditions. */
    conditions?: readonly string[];
  }[];
}

/** The answer of another system about a start condition. Texts are free of secrets, and links are web addresses. */
export type StartConditionFacts = {
  /** The condition's name in app-config. */
  name: string;
} & (
  | StartConditionResult
  /** Nobody knows: the system could not be asked, or did not answer. */
  | {
      state: 'unknown';
      /** What must be true. */
      description: string;
      /** Why nobody knows whether it is. */
      message: string;
    }
);

interface DeploymentFacts {
  /** Absent if the deployment has not been requested yet, only planned. */
  id?: string;
  kind: DeploymentKind;
  /** Entity ref. */
  service: string;
  requestedBy: Principal;
  /** The requester's permission for it was checked at the request. */
  hotfix: boolean;
  /** The id of the running deployment that it rolls back. The requester's permission for it was checked at the request. */
  replaces?: string;
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

/** A subset of `ServiceEnvironmentRow`. */
interface ServiceEnvironmentFacts {
  environment: string;
  current?: {
    version: VersionSummary;
    verification: Verdict;
    verifiedAt?: number;
  };
  hold?: Hold;
  drift?: EnvironmentState['drift'];
  /** The last observation; only its basis counts. */
  observed?: Pick<Observation, 'basis'>;
  /** For a source environment that nobody has looked at since its last deployment: why it can't be read now. */
  unobserved?: { message: string };
}

/** Another deployment of the service in the same environment. */
export interface OtherDeployment {
  id: string;
  kind: DeploymentKind;
  versionName?: string;
  /** Entity ref, or a service principal. */
  requestedBy?: string;
  /** Whether it has changed the environment or may have. */
  mayHaveChanged?: boolean;
  hotfix?: boolean;
}

export type ApprovalFacts = DeploymentState['approvals'][number];
