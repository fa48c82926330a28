import type {
  DeploymentKind,
  Verdict,
  Version,
} from '@slipway/backstage-plugin-deployments-common';

/** A deployment that brought a version in, so that users had it. Times are epoch milliseconds. */
export interface Served {
  deploymentId: string;
  kind: DeploymentKind;
  version: { id: string; name: string; artifact: string };
  requestedBy: string;
  trafficAt?: number;
  finishedAt: number;
  verification?: Verdict;
  /** The rollback that took it back. */
  revertedBy?: string;
  quarantined?: Version['quarantined'];
}
