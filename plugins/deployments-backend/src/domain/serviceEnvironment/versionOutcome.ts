import type {
  DeploymentStatus,
  Verdict,
  VersionOutcome,
} from '@slipway/backstage-plugin-deployments-common';
import type { WatchState } from '../watch/storedWatch';

/** The newest deployment of an artifact in an environment. Times are epoch milliseconds. */
export interface VersionDeployment {
  artifact: string;
  environment: string;
  deploymentId: string;
  status: DeploymentStatus;
  verification?: Verdict;
  /** The state of the watch that applies to it; absent if there is none. */
  watch?: WatchState;
  requestedBy: string;
  requestedAt: number;
  finishedAt?: number;
  /** The later deployment that rolled it back. */
  revertedBy?: { deploymentId: string; requestedBy: string; at: number };
}

/** Says how a version's deployment ended. Pure. */
export function toVersionOutcome(
  deployment: VersionDeployment,
): Omit<VersionOutcome, 'at'> & { at: number } {
  const { environment, deploymentId, requestedBy, revertedBy } = deployment;
  return revertedBy
    ? {
        environment,
        result: 'rolled_back',
        at: revertedBy.at,
        by: revertedBy.requestedBy,
        deploymentId: revertedBy.deploymentId,
      }
    : {
        environment,
        result: findResult(deployment),
        at: deployment.finishedAt ?? deployment.requestedAt,
        by: requestedBy,
        deploymentId,
      };
}

function findResult({
  status,
  verification,
  watch,
}: VersionDeployment): VersionOutcome['result'] {
  switch (status) {
    case 'succeeded':
      if (watch === 'breached') {
        return 'breached';
      }
      return verification === 'passed' ? 'verified' : 'succeeded';
    case 'rolled_back':
      return 'rolled_back';
    case 'failed':
    case 'rollback_failed':
      return 'failed';
    default:
      return 'in_progress';
  }
}
