import type {
  Sentence,
  Verdict,
  VersionSummary,
} from '@slipway/backstage-plugin-deployments-common';
import type { WatchState } from '../watch/storedWatch';

/** A version to roll back to. Times are epoch milliseconds. */
export interface RollbackVersion {
  version: VersionSummary;
  /** The last deployment of the version; absent if it was not deployed with Slipway. */
  deploymentId?: string;
  by?: string;
  at?: number;
  verification?: Verdict;
  /** The id of the deployment that rolled it back. */
  revertedBy?: string;
  /** The state of the watch of its last deployment; absent if it had none. */
  watch?: WatchState;
  /** Whether it is newer than the running version; absent if it is older, or if that is unknown. */
  isNewer?: boolean;
  /** Why it can't be chosen; absent if it can. */
  refusal?: string;
  /** The same by a code. */
  refusalSentence?: Sentence;
}

/** The versions that a service environment can be rolled back to. */
export interface RollbackOptions {
  /** The artifacts that the rollback replaces, in all spellings that instances report; empty if nothing is running. */
  leaves: string[];
  /** The id of the deployment that the rollback reverts, if one deployed these artifacts. */
  reverts?: string;
  /** Newest first. */
  versions: RollbackVersion[];
  /** The artifact of the proposed version. */
  target?: string;
}
