import {
  type EngineHealth,
  engineReadPermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { Caller } from '../../application/caller';
import type { ApiContext } from '../../access/apiContext';

/** The health of the engine: whether replicas pick up due work. */
export async function getHealth(
  api: ApiContext,
  caller: Caller,
): Promise<EngineHealth> {
  await api.access.require(caller.credentials, engineReadPermission);
  return api.reads.health();
}
