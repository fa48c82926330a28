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
import { findMissingConsent, toConsentRequest } from './checkConsent';
import { checkOwnImages } from './checkOwnImages';
import { checkFence } from './effectHistory';
import { readRolloutRecord } from './rolloutRecord';
import {
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
    // A workload that does not allow it was not changed by this deployment, and never will be.
    const isForeign = findMissingConsent(metadata, toConsentRequest(context));
    return isForeign
      ? { warnings: [] }
      : { warnings: [], patch: buildPatch(deployment, fence, effect, {}) };
  }

  checkOwnImages(deployment, record);
  const current = readTemplateState(deployment, listContainers(record.after));
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
