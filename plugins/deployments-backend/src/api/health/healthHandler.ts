import {
  type EngineHealth,
  engineReadPermission,
} from '@slipway/backstage-plugin-deployments-common';
import type { Caller } from '../../domain/model/caller';
import type { ApiContext } from '../../access/apiContext';

/** Whether due work is picked up. */
export async function getHealth(
  api: ApiContext,
  caller: Caller,
): Promise<EngineHealth> {
  await api.access.require(caller.credentials, engineReadPermission);
  return api.reads.health();
}
