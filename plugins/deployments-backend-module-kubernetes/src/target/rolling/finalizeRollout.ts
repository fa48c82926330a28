import {
  EffectError,
  type EffectRequest,
} from '@slipway/backstage-plugin-deployments-node';
import type { Instance } from '@slipway/backstage-plugin-deployments-common';
import { checkFence } from '../../rollout/effectHistory';
import { findCurrentReplicaSet } from '../findCurrentReplicaSet';
import type { WorkloadClient } from '../workloadClient';

/**
 * Makes sure that only the candidate runs. A rolling update has already ended everything else, so nothing is changed.
 *
 * @throws FencedError, or EffectError if the candidate is not what runs.
 */
export async function finalizeRollout(
  workload: WorkloadClient,
  { fence, candidate }: EffectRequest & { candidate: Instance },
): Promise<void> {
  const deployment = await workload.read();
  checkFence(deployment.metadata, fence);
  const current = await findCurrentReplicaSet(workload, deployment);
  if (current?.metadata.name !== candidate.id) {
    throw new EffectError(
      `${candidate.versionName ?? candidate.id} no longer runs in Deployment ${
        deployment.metadata.name
      }: somebody has deployed something else meanwhile`,
      { code: 'overtaken', retryable: false },
    );
  }
  const { spec, status } = deployment;
  const isAlone = (status?.replicas ?? 0) === (status?.updatedReplicas ?? 0);
  const isAvailable =
    spec?.replicas === 0 || (status?.availableReplicas ?? 0) > 0;
  if (!isAlone || !isAvailable) {
    throw new EffectError(
      `${candidate.versionName ?? candidate.id} is not ready${
        isAlone ? '' : ', and pods of the previous version still run'
      }`,
      { code: 'not_ready', retryable: true },
    );
  }
}
