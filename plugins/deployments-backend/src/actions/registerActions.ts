import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { createApiContext } from '../access/apiContext';
import type { ApiOptions } from '../access/apiOptions';
import type { ActionOptions } from './actionOptions';
import { registerDeploy } from './deploy';
import { registerGetDeployment } from './getDeployment';
import { registerListRollbackVersions } from './listRollbackVersions';
import { registerListServices } from './listServices';
import { registerListVersions } from './listVersions';
import { registerPlanDeployment } from './planDeployment';
import { registerRollBack } from './rollBack';

/**
 * Registers the API's main operations as actions, e.g. for MCP clients, with the same permissions and for signed-in
 * users only.
 */
export function registerActions(
  registry: ActionsRegistryService,
  options: ApiOptions,
): void {
  const action: ActionOptions = { registry, api: createApiContext(options) };
  registerListServices(action);
  registerListVersions(action);
  registerListRollbackVersions(action);
  registerPlanDeployment(action);
  registerDeploy(action);
  registerGetDeployment(action);
  registerRollBack(action);
}
