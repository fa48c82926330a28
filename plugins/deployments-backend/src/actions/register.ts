import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import { createContext } from '../access/apiContext';
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
 * Offers the API's main questions and requests as actions, e.g. to MCP clients; with the same permissions, for signed-in
 * users only.
 */
export function registerActions(
  registry: ActionsRegistryService,
  options: ApiOptions,
): void {
  const action: ActionOptions = { registry, api: createContext(options) };
  registerListServices(action);
  registerListVersions(action);
  registerListRollbackVersions(action);
  registerPlanDeployment(action);
  registerDeploy(action);
  registerGetDeployment(action);
  registerRollBack(action);
}
