import type {
  DeploymentKind,
  EnvironmentTier,
} from '@slipway/backstage-plugin-deployments-common';

/**
 * The input of the metrics: the portal's own deployments and the events of other pipelines, in any order and possibly
 * repeated. The metrics depend only on the set of records. Times are epoch milliseconds.
 */
export interface ServiceRecords {
  /** Entity ref of the service that all records belong to. */
  service: string;
  deployments: SourceDeployment[];
  changes: SourceChange[];
  incidents: SourceIncident[];
  links: SourceLink[];
}

/** A deployment that has ended and that changed its environment, or tried to. */
export interface SourceDeployment {
  id: string;
  /** `portal`, or the name of the source that reported it. */
  source: string;
  /** The source's id, which orders deployments of the same moment. */
  sourceId?: string;
  service: string;
  environment: string;
  tier: EnvironmentTier;
  kind: DeploymentKind;
  /** Whether the requester marked it as a hotfix for a user-facing problem. */
  hotfix: boolean;
  version: string;
  /** Identifies the version: the same artifact under another name is the same version. */
  artifact: string;
  outcome: DeploymentOutcome;
  startedAt: number;
  /** First time that the version took traffic; absent: it never did. */
  trafficAt?: number;
  finishedAt: number;
  /** When a rollback inside this deployment gave the traffic back to a good version. */
  restoredAt?: number;
  /** The finished deployment that this one, of kind `rollback`, reverts. */
  reverts?: string;
  /**
   * Commits that this version has and its predecessor in this environment lacked. Absent: the source does not report
   * them, which differs from an empty list.
   */
  commits?: string[];
  /** Head commit of the version, used if `commits` is absent: the version contains every change merged up to it. */
  head?: string;
  /** Owner and system of the service at the time of the deployment. */
  ownerGroup?: string;
  system?: string;
  url?: string;
  /** Seeded to show how the page looks with data. */
  demo: boolean;
}

export type DeploymentOutcome =
  | 'succeeded'
  | 'failed'
  | 'rolled_back'
  | 'rollback_failed';

/** A commit of a service, on its way to users. */
export interface SourceChange {
  commit: string;
  title?: string;
  url?: string;
  /** Whether it only merges other commits. */
  isMerge?: boolean;
  /** The commit's author time. Absent: the source did not report it. */
  authoredAt?: number;
  /** When its pull request was opened, approved and merged. */
  openedAt?: number;
  approvedAt?: number;
  mergedAt?: number;
}

/** A period of user-visible failure. */
export interface SourceIncident {
  id: string;
  source: string;
  title: string;
  url?: string;
  /** The affected environment, as its source calls it. */
  environment?: string;
  /** Absent: not reported, which counts as production. */
  tier?: EnvironmentTier;
  startedAt: number;
  /** Absent: it is still open. */
  resolvedAt?: number;
}

export type LinkRole = 'caused' | 'fixed';

/** How an incident and a deployment belong together. Inferred links are not records; they are derived from these. */
export interface SourceLink {
  incident: string;
  deployment: string;
  role: LinkRole;
  /** `removed`: a person says that they do not belong together, which overrides any inference. */
  stand: 'linked' | 'removed';
  /** Who linked them: a source's name or a user's entity ref. */
  by: string;
}
