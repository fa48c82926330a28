import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type { Workload } from '../client/kubernetesObjects';
import { describeLastChange } from './findLastChange';
import type { RolloutRecord } from './rolloutRecord';
import {
  hasSameImages,
  listContainers,
  readTemplateState,
} from './templateState';

/**
 * Checks that a workload runs what the deployment has deployed or found there, so that nothing that somebody else has deployed
 * meanwhile is replaced.
 *
 * @throws EffectError `overtaken`.
 */
export function checkOwnImages(
  deployment: Workload,
  { before, after }: RolloutRecord,
): void {
  const current = readTemplateState(deployment, listContainers(after));
  if (hasSameImages(current, after) || hasSameImages(current, before)) return;
  const who = describeLastChange(deployment.metadata);
  throw new EffectError(
    `${Object.values(current.containers).join(
      ', ',
    )} runs there now, which this deployment did not deploy${
      who ? `: ${who} changed it` : ''
    }. It is left as it is.`,
    { code: 'overtaken', retryable: false },
  );
}
