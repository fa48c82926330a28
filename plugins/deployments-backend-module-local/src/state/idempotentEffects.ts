import { createHash } from 'node:crypto';
import type { JsonValue } from '@backstage/types';
import {
  EffectError,
  FencedError,
} from '@slipway/backstage-plugin-deployments-node';
import type {
  EffectRecord,
  ServiceEnvironmentState,
} from './serviceEnvironmentState';

/** Only the running deployment repeats calls; the fence rejects those of older ones. */
const MAX_STORED_EFFECTS = 200;

/** Result of an effect, stored with its key. */
export interface EffectOutcome {
  instanceId?: string;
}

/**
 * Stores the fence of a call.
 *
 * @returns Whether it is higher than all before.
 * @throws FencedError if it is lower than the highest so far.
 */
export function acceptFence(
  draft: ServiceEnvironmentState,
  fence: number,
): boolean {
  if (fence < draft.fence) throw new FencedError(draft.fence, fence);
  const raised = fence > draft.fence;
  draft.fence = fence;
  return raised;
}

/**
 * Applies a change once per idempotency key. Change and outcome are stored together, so a repeated call finds both or
 * neither.
 *
 * The settings are not compared when a key is repeated: after a restart with another configuration, a repeated call is
 * still the same effect.
 *
 * @throws EffectError `key_reused` if the key was used with another body.
 */
export function effectOnce(
  draft: ServiceEnvironmentState,
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
      `The idempotency key ${call.key} was already used for another ${known.effect} call: use a new key for each effect`,
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
  for (const key of keys.slice(
    0,
    Math.max(0, keys.length - MAX_STORED_EFFECTS),
  )) {
    delete draft.effects[key];
  }
  return record;
}
