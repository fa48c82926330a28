import type {
  DeploymentKind,
  Verdict,
  Version,
} from '@slipway/backstage-plugin-deployments-common';
import type { WatchState } from '../watch/storedWatch';

/** A deployment whose version users got. Times are epoch milliseconds. */
export interface Served {
  deploymentId: string;
  kind: DeploymentKind;
  version: { id: string; name: string; artifact: string };
  requestedBy: string;
  trafficAt?: number;
  finishedAt: number;
  verification?: Verdict;
  /** The id of the deployment that rolled it back. */
  revertedBy?: string;
  quarantined?: Version['quarantined'];
  /** The state of its watch, or for a restart of the restarted version's; absent if there was none. */
  watch?: WatchState;
}
