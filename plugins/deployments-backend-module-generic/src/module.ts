import { createBackendModule } from '@backstage/backend-plugin-api';

/** @public */
export const deploymentsModuleGeneric = createBackendModule({
  pluginId: 'deployments',
  moduleId: 'generic',
  register(env) {
    env.registerInit({ deps: {}, async init() {} });
  },
});
