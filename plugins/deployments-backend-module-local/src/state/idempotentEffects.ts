import { createHash } from 'node:crypto';
import type { JsonValue } from '@backstage/types';
import {
  EffectError,
  FencedError,
} from '@slipway/backstage-plugin-deployments-node';
import type { EffectRecord, PlaceState } from './serviceEnvironmentState';

/** Replays come from the deployment that runs now; what is older is kept out by its fence. */
const KEPT_EFFECTS = 200;

export interface EffectOutcome {
  instanceId?: string;
}

/**
 * Takes note of a call's fence.
 *
 * @returns whether it was higher than any before.
 * @throws FencedError when it is lower.
 */
export function acceptFence(draft: PlaceState, fence: number): boolean {
  if (fence < draft.fence) throw new FencedError(draft.fence, fence);
  const raised = fence > draft.fence;
  draft.fence = fence;
  return raised;
}

/**
 * Makes a change once per idempotency key. The outcome is stored together with the change, so a replay finds either
 * both or neither.
 *
 * The place's settings are no part of the body that a key stands for: they are today's, and a replay after a restart
 * with other config is still the same effect.
 */
export function effectOnce(
  draft: PlaceState,
  call: { key: string; effect: string; body: JsonValue; now: number },
  change: () => EffectOutcome | void,
): EffectRecord {
  const hash = createHash('sha256')
    .update(JSON.stringify([call.effect, call.body]))
    .digest('hex');
  const known = draft.effects[call.key];
  if (known) {
    if (known.hash === hash) return known;
    throw new EffectError(
      `The idempotency key ${call.key} was used for another ${known.effect} call: a key stands for one effect`,
      { code: 'key_reused', retryable: false },
    );
  }
  const record: EffectRecord = {
    hash,
    effect: call.effect,
    at: call.now,
    ...change(),
  };
  draft.effects[call.key] = record;
  const keys = Object.keys(draft.effects);
  for (const key of keys.slice(0, Math.max(0, keys.length - KEPT_EFFECTS))) {
    delete draft.effects[key];
  }
  return record;
}
