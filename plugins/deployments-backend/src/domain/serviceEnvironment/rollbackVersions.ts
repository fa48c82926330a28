import type {
  Verdict,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';

/** A version that one may ask to go back to. Times are epoch milliseconds. */
export interface RollbackVersion {
  version: VersionSummary;
  /** The deployment that brought it in last; absent: it ran before anything was deployed from here. */
  deploymentId?: string;
  by?: string;
  at?: number;
  verification?: Verdict;
  /** The rollback that took it back. */
  revertedBy?: string;
  /** Why it cannot be chosen. */
  refusal?: string;
}

export interface RollbackOptions {
  /** What users are taken away from: artifacts. Empty where nothing runs. */
  leaves: string[];
  /** The deployment that it takes back, where one brought in what it leaves. */
  reverts?: string;
  /** Newest first. */
  versions: RollbackVersion[];
  /** Artifact of the one that is proposed. */
  target?: string;
}
