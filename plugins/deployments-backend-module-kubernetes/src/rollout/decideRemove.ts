import type { Workload } from '../client/kubernetesObjects';
import { REPLICAS, ROLLOUT } from './annotations';
import { checkPermitted } from './checkPermitted';
import {
  buildPatch,
  decideRepeated,
  toPastEffect,
  type EffectContext,
  type EffectDecision,
} from './effectDecision';
import { checkFence } from './effectHistory';

/**
 * Decides what to write to remove a service: no replicas. Their number is remembered for the next deployment. The Deployment
 * itself stays, because Slipway did not create it.
 *
 * @throws FencedError, or EffectError if the workload must not be changed.
 */
export function decideRemove(
  deployment: Workload,
  context: EffectContext,
): EffectDecision {
  const { metadata, spec } = deployment;
  const { fence } = context;
  checkFence(metadata, fence);
  const effect = toPastEffect(context, 'remove', {});
  const outcome = { isRemoved: true };
  const repeated = decideRepeated(metadata, fence, effect, outcome);
  if (repeated) return repeated;
  const warnings = checkPermitted(deployment, context);
  const replicas = spec?.replicas ?? 1;
  return {
    warnings,
    outcome,
    patch: buildPatch(deployment, fence, effect, {
      annotations: {
        [ROLLOUT]: null,
        ...(replicas > 0 ? { [REPLICAS]: String(replicas) } : {}),
      },
      ...(replicas > 0 ? { replicas: 0 } : {}),
    }),
  };
}
