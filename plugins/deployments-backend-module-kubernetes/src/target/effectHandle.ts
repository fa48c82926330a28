import type { TargetHandle } from '@slipway/backstage-plugin-deployments-node';
import type { JsonObject } from '@backstage/types';
import type { Workload } from '../client/kubernetesObjects';
import { readStaleDeadline } from '../rollout/assessRollout';
import type { EffectOutcome } from '../rollout/effectDecision';
import { hashKey, type EffectKind } from '../rollout/effectHistory';
import {
  parseTemplateState,
  type TemplateState,
} from '../rollout/templateState';

/** An effect in progress, as its handle describes it. */
export interface EffectInProgress {
  kind: EffectKind;
  /** Of the workload, so that another one of the same name is noticed. */
  uid: string;
  /** Hash of the idempotency key. */
  key: string;
  /** Epoch milliseconds. */
  startedAt: number;
  template?: TemplateState;
  isRemoved: boolean;
  /** See `assessRollout`. */
  staleDeadline?: string;
}

/** Creates the handle of an effect. The same key always gets the same id. */
export function createHandle(
  workload: Workload,
  kind: EffectKind,
  idempotencyKey: string,
  outcome: EffectOutcome,
): TargetHandle {
  const key = hashKey(idempotencyKey);
  const staleDeadline = readStaleDeadline(workload);
  const effect: EffectInProgress = {
    kind,
    uid: workload.metadata.uid,
    key,
    startedAt: Date.now(),
    ...(outcome.template ? { template: outcome.template } : {}),
    isRemoved: outcome.isRemoved,
    ...(staleDeadline ? { staleDeadline } : {}),
  };
  return {
    id: `${workload.metadata.name}@${key}`,
    data: effect as unknown as JsonObject,
  };
}

/** Reads the effect of a handle. @throws an error if it is not one of this target. */
export function readHandle({ id, data }: TargetHandle): EffectInProgress {
  const effect = data as Partial<EffectInProgress> | undefined;
  if (
    typeof effect?.kind !== 'string' ||
    typeof effect.uid !== 'string' ||
    typeof effect.key !== 'string'
  ) {
    throw new Error(`"${id}" is not a handle of the Kubernetes target`);
  }
  const template = parseTemplateState(effect.template);
  return {
    kind: effect.kind,
    uid: effect.uid,
    key: effect.key,
    startedAt: effect.startedAt ?? 0,
    ...(template ? { template } : {}),
    isRemoved: effect.isRemoved === true,
    ...(effect.staleDeadline ? { staleDeadline: effect.staleDeadline } : {}),
  };
}
