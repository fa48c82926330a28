import { EffectError } from '@slipway/backstage-plugin-deployments-node';
import type { Workload } from '../client/kubernetesObjects';
import { REPLICAS } from './annotations';
import {
  buildPatch,
  decideRepeated,
  toPastEffect,
  type EffectContext,
  type EffectDecision,
  type EffectOutcome,
} from './effectDecision';
import { checkFence } from './effectHistory';
import { describeLastChange } from './findLastChange';
import { readRolloutRecord } from './rolloutRecord';
import {
  hasSameImages,
  isSameTemplate,
  listContainers,
  readTemplateState,
} from './templateState';

/**
 * Decides what to write to undo a deployment: the images that ran before its first change, which the workload remembers. If
 * the deployment has changed nothing, only the fence and the key are written, so that a late request of an earlier owner is
 * rejected.
 *
 * @throws FencedError, or EffectError `overtaken` if somebody has deployed something else meanwhile.
 */
export function decideAbort(
  deployment: Workload,
  context: EffectContext,
): EffectDecision {
  const { metadata, spec } = deployment;
  const { fence, deploymentId } = context;
  checkFence(metadata, fence);
  const stored = readRolloutRecord(metadata);
  const record = stored?.deployment === deploymentId ? stored : undefined;
  const outcome: EffectOutcome | undefined = record && {
    template: record.before,
    isRemoved: record.wasRemoved,
  };
  const effect = toPastEffect(context, 'abort', {});
  const repeated = decideRepeated(metadata, fence, effect, outcome);
  if (repeated) return repeated;
  if (!record || !outcome) {
    return {
      warnings: [],
      patch: buildPatch(deployment, fence, effect, {}),
    };
  }

  const current = readTemplateState(deployment, listContainers(record.after));
  if (
    !hasSameImages(current, record.after) &&
    !hasSameImages(current, record.before)
  ) {
    const who = describeLastChange(metadata);
    throw new EffectError(
      `${Object.values(current.containers).join(
        ', ',
      )} runs there now, which this deployment did not deploy${
        who ? `: ${who} changed it` : ''
      }. It is left as it is.`,
      { code: 'overtaken', retryable: false },
    );
  }
  const replicas = spec?.replicas ?? 1;
  const mustRemove = record.wasRemoved && replicas > 0;
  return {
    warnings: [],
    outcome,
    patch: buildPatch(deployment, fence, effect, {
      ...(mustRemove
        ? { annotations: { [REPLICAS]: String(replicas) }, replicas: 0 }
        : {}),
      ...(isSameTemplate(current, record.before)
        ? {}
        : { template: record.before }),
    }),
  };
}
