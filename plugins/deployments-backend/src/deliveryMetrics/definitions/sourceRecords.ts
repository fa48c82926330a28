import type {
  DeploymentKind,
  EnvironmentTier,
} from '@slipway/backstage-plugin-deployments-common';

/**
 * What the metrics are computed of. Facts come from the portal's own deployments and from events of other pipelines, in
 * any order and more than once; the metrics depend on the set of facts alone. Times are epoch milliseconds.
 */
export interface ServiceRecords {
  /** Entity ref. All facts are of this service. */
  service: string;
  deployments: SourceDeployment[];
  changes: SourceChange[];
  incidents: SourceIncident[];
  links: SourceLink[];
}

/** A deployment that has ended and changed its environment, or tried to. */
export interface SourceDeployment {
  id: string;
  /** `portal`, or the name of the source whose events told of it. */
  source: string;
  /** What the source calls it: of two of the same moment, their order. */
  sourceId?: string;
  service: string;
  environment: string;
  tier: EnvironmentTier;
  kind: DeploymentKind;
  /** Marked by whoever requested it as made to fix a problem of users. */
  hotfix: boolean;
  version: string;
  /** What tells two versions apart: another name of the same artifact is the same version. */
  artifact: string;
  outcome: DeploymentOutcome;
  startedAt: number;
  /** First time that the version took traffic; absent: it never did. */
  trafficAt?: number;
  finishedAt: number;
  /** Traffic back on a good version, by a rollback inside this deployment. */
  restoredAt?: number;
  /** The finished deployment that this one, of kind `rollback`, takes back. */
  reverts?: string;
  /**
   * Commits that this version has and its predecessor in this environment lacked, as far as known. Absent: the source
   * does not tell, which is not the same as none.
   */
  commits?: string[];
  /** Head commit of the version, where `commits` is not told: it has every change merged up to it. */
  head?: string;
  /** Owner and system of the service as of the deployment. */
  ownerGroup?: string;
  system?: string;
  url?: string;
  /** Seeded to show what the page looks like. */
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
  /** It does nothing but merge others. */
  isMerge?: boolean;
  /** Of the commit. Absent: the source did not tell. */
  authoredAt?: number;
  /** Of its pull request: opened, approved, merged. */
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
  /** Where it hurts, as its source calls it. */
  environment?: string;
  /** Absent: nobody says, which is taken for production. */
  tier?: EnvironmentTier;
  startedAt: number;
  /** Absent: it goes on. */
  resolvedAt?: number;
}

export type LinkRole = 'caused' | 'fixed';

/** Says how an incident and a deployment belong together. Inferred links are no facts: they follow from these. */
export interface SourceLink {
  incident: string;
  deployment: string;
  role: LinkRole;
  /** `removed`: a person says that they do not belong together, which no inference overrules. */
  stand: 'linked' | 'removed';
  /** Who says so: a source's name or a user's entity ref. */
  by: string;
}
