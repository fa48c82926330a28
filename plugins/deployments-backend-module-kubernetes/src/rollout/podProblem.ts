import type { TargetProblem } from '@slipway/backstage-plugin-deployments-node';

/** A container's log that shows why it fails. */
export interface LogSource {
  pod: string;
  container: string;
  /** Whether the log of the container's last run is needed, because it has restarted since. */
  previous: boolean;
}

/** A problem of a pod. */
export interface PodProblem {
  problem: TargetProblem;
  /** Whether waiting can't help, so that a rollout can fail before its deadline. */
  isFinal: boolean;
  /** Whether the same version may start at another time. */
  retryable: boolean;
  log?: LogSource;
}
