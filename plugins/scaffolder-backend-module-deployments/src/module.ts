import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createAnnotateAction } from './annotate';
import { createDeployAction } from './deploy';
import { createRegisterVersionAction } from './registerVersion';

/**
 * Adds the actions `deployments:annotate`, `deployments:register-version` and `deployments:deploy` to the scaffolder.
 *
 * @public
 */
export const scaffolderModuleDeployments = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'deployments',
  register(env) {
    env.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        discovery: coreServices.discovery,
      },
      async init({ actions, ...deps }) {
        actions.addActions(
          createAnnotateAction(),
          createRegisterVersionAction(deps),
          createDeployAction(deps),
        );
      },
    });
  },
});
