import type {
  EffectRequest,
  StepRequest,
} from '@slipway/backstage-plugin-deployments-node';

/**
 * The key of one of the effects of an attempt. Keys are `deployment/step/attempt/effect-number`; the one that a step gets
 * is its first effect's.
 */
export function effectKey(idempotencyKey: string, effect: number): string {
  return idempotencyKey.replace(/[^/]*$/, String(effect));
}

/** The key that the attempt's `start` was given, for those who are called under another one: a cancel, a rollback. */
export function startKey(
  request: Pick<StepRequest, 'deploymentId' | 'stepId' | 'attempt'>,
): string {
  return `${request.deploymentId}/${request.stepId}/${request.attempt}/1`;
}

/** What every call of a target carries, of all that a step is given. */
export function toEffect(request: EffectRequest): EffectRequest {
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
