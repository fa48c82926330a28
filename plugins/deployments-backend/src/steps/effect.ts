import type { EffectRequest } from '@slipway/backstage-plugin-deployments-node';

/**
 * The key of one of the effects of an attempt. Keys are `deployment/step/attempt/effect-number`; the one that a step gets
 * is its first effect's.
 */
export function effectKey(idempotencyKey: string, effect: number): string {
  return idempotencyKey.replace(/[^/]*$/, String(effect));
}

/** What every call of a target carries, of all that a step is given. */
export function effectOf(request: EffectRequest): EffectRequest {
  return {
    service: request.service,
    environment: request.environment,
    settings: request.settings,
    deploymentId: request.deploymentId,
    idempotencyKey: request.idempotencyKey,
    fence: request.fence,
    deadline: request.deadline,
    signal: request.signal,
    log: request.log,
  };
}
