import type { ReplicaSet, Workload } from '../client/kubernetesObjects';
import type { WorkloadClient } from './workloadClient';

/** Finds the ReplicaSet of the Deployment's current template. */
export async function findCurrentReplicaSet(
  workload: WorkloadClient,
  deployment: Workload,
): Promise<ReplicaSet | undefined> {
  const revision =
    deployment.metadata.annotations?.['deployment.kubernetes.io/revision'];
  const owned = await workload.listReplicaSets(deployment);
  return owned.find(
    ({ metadata }) =>
      revision !== undefined &&
      metadata.annotations?.['deployment.kubernetes.io/revision'] === revision,
  );
}
