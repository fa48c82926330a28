import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { deploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import { createCommandService } from './command/commandService';
import { createCommandStep } from './command/commandStep';
import { createCommandTarget } from './commandTarget/commandTarget';
import { readCommandConfig } from './config/readCommandConfig';
import { readHttpConfig } from './config/readHttpConfig';
import { createEndpointClient } from './httpTarget/endpointClient';
import { createHttpTarget } from './httpTarget/httpTarget';

/**
 * Adds the targets `http` and `command` and the step kind `command` to the deployments backend.
 *
 * @public
 */
export const deploymentsModuleGeneric = createBackendModule({
  pluginId: 'deployments',
  moduleId: 'generic',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        lifecycle: coreServices.rootLifecycle,
        deployments: deploymentsExtensionPoint,
      },
      async init({ config, lifecycle, deployments }) {
        // Registered without configuration too, so that their use fails with an error that says what is missing.
        const commandConfig = deployments.readConfig(() =>
          readCommandConfig(config),
        );
        const commands = commandConfig && createCommandService(commandConfig);
        deployments.addStepKind(createCommandStep(commands));
        deployments.addTarget(createCommandTarget(commands));

        const httpConfig = deployments.readConfig(() => readHttpConfig(config));
        const endpoints =
          httpConfig &&
          new Map(
            [...httpConfig].map(([name, endpoint]) => [
              name,
              createEndpointClient(endpoint),
            ]),
          );
        deployments.addTarget(createHttpTarget(endpoints));
        lifecycle.addShutdownHook(() =>
          endpoints?.forEach(client => client.close()),
        );
      },
    });
  },
});
