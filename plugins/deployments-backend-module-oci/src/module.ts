import { createBackendModule } from '@backstage/backend-plugin-api';

/** @public */
export const deploymentsModuleOci = createBackendModule({
  pluginId: 'deployments',
  moduleId: 'oci',
  register(env) {
    env.registerInit({ deps: {}, async init() {} });
  },
});
