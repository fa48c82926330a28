import type { DeploymentReads } from '../../application/deploymentService';
import type { DeploymentState } from '../../domain/deployment/state';
import type { ServiceEnvironmentRow } from '../../domain/model/serviceEnvironment';
import type { StoredWatch } from '../../domain/watch/storedWatch';

/** What is stored about the environments of some services. */
export interface StoredServices {
  rows: ServiceEnvironmentRow[];
  /** Queued and running deployments, and the last that ended of each environment. */
  latest: DeploymentState[];
  /** The newest watch of each environment. */
  watches: StoredWatch[];
}

/** @param refs - entity refs of services */
export async function readStoredServices(
  { reads }: { reads: DeploymentReads },
  refs: string[],
): Promise<StoredServices> {
  const [rows, latest, watches] = await Promise.all([
    reads.serviceEnvironments(refs),
    reads.latest(refs),
    reads.watches(refs),
  ]);
  return { rows, latest, watches };
}
