import type { EffectRequest } from '@slipway/backstage-plugin-deployments-node';
import type { EffectContext } from '../../rollout/effectDecision';
import type { SlotsClient } from './slotsClient';

/** What the decisions about slots need to know of a call. */
export function toContext(
  { settings }: Pick<SlotsClient, 'settings'>,
  request: EffectRequest,
): EffectContext {
  const { service, environment, deploymentId, idempotencyKey, fence } = request;
  return {
    service,
    environment,
    deploymentId,
    idempotencyKey,
    fence,
    settings,
  };
}
