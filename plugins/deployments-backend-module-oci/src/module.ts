import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { deploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import { readOciConfig } from './config/readOciConfig';
import { createOciVersions } from './versions/ociVersionSource';

/**
 * Adds the version source `oci` to the deployments backend.
 *
 * @public
 */
export const deploymentsModuleOci = createBackendModule({
  pluginId: 'deployments',
  moduleId: 'oci',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        deployments: deploymentsExtensionPoint,
        lifecycle: coreServices.rootLifecycle,
        scheduler: coreServices.scheduler,
      },
      async init({ config, deployments, lifecycle, scheduler }) {
        const settings = deployments.readConfig(() => readOciConfig(config));
        const { source, refresh, close } = createOciVersions(settings);
        // Without configuration too, so that the annotation's use fails with an error that says what is missing.
        deployments.addVersionSource(source);
        if (!settings) return;
        lifecycle.addShutdownHook(close);
        const interval = { milliseconds: settings.refreshMs };
        await scheduler.scheduleTask({
          id: 'oci-versions',
          frequency: interval,
          initialDelay: interval,
          timeout: { minutes: 5 },
          // The cache is in the memory of each replica.
          scope: 'local',
          fn: refresh,
        });
      },
    });
  },
});
