import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { deploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import { readKubernetesConfig } from './config/readKubernetesConfig';
import { createClusterPool } from './target/clusterPool';
import { createKubernetesTarget } from './target/kubernetesTarget';

/**
 * Adds the target provider `kubernetes` to the deployments backend.
 *
 * @public
 */
export const deploymentsModuleKubernetes = createBackendModule({
  pluginId: 'deployments',
  moduleId: 'kubernetes',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        lifecycle: coreServices.rootLifecycle,
        deployments: deploymentsExtensionPoint,
      },
      async init({ config, lifecycle, deployments }) {
        // Registered without configuration too, so that its use fails with an error that says what is missing.
        const pool = createClusterPool(
          deployments.readConfig(() => readKubernetesConfig(config)),
        );
        deployments.addTarget(createKubernetesTarget(pool));
        lifecycle.addShutdownHook(() => pool.close());
      },
    });
  },
});
