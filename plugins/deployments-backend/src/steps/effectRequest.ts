import type { EffectRequest } from '@slipway/backstage-plugin-deployments-node';

/**
 * The idempotency key of an effect in an attempt. Keys are `deployment/step/attempt/effect-number`; a step receives the
 * key of its first effect.
 */
export function formatEffectKey(
  idempotencyKey: string,
  effect: number,
): string {
  return idempotencyKey.replace(/[^/]*$/, String(effect));
}

/** Picks the fields of a step's request that every call of a target needs. */
export function toEffectRequest(request: EffectRequest): EffectRequest {
  return {
    service: request.service,
    environment: request.environment,
    settings: request.settings,
    deploymentId: request.deploymentId,
    idempotencyKey: request.idempotencyKey,
    fence: request.fence,
    ...(request.isRepeat ? { isRepeat: true } : {}),
    deadline: request.deadline,
    signal: request.signal,
    log: request.log,
  };
}
