import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { deploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import { createDeclaredServices } from './config/declaredServices';
import { readLocalConfig } from './config/readLocalConfig';
import { LocalManager } from './target/localManager';
import { createLocalTarget } from './target/localTarget';
import { createLocalVersionSource } from './versionSource';

/** Adds the `local` target provider and version source to the deployments backend. */
export const deploymentsModuleLocal = createBackendModule({
  pluginId: 'deployments',
  moduleId: 'local',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        lifecycle: coreServices.rootLifecycle,
        logger: coreServices.logger,
        deployments: deploymentsExtensionPoint,
      },
      async init({ config, lifecycle, logger, deployments }) {
        const local = readLocalConfig(config);
        if (!local) {
          deployments.addTarget(createLocalTarget(undefined));
          deployments.addVersionSource(
            createLocalVersionSource(createDeclaredServices({})),
          );
          return;
        }
        const manager = new LocalManager({ config: local, logger });
        deployments.addTarget(createLocalTarget(manager));
        deployments.addVersionSource(
          createLocalVersionSource(manager.services),
        );
        lifecycle.addStartupHook(() => manager.start());
        lifecycle.addShutdownHook(() => manager.stop());
      },
    });
  },
});
