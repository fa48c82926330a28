import { createBackendModule } from '@backstage/backend-plugin-api';

/** @public */
export const deploymentsModulePrometheus = createBackendModule({
  pluginId: 'deployments',
  moduleId: 'prometheus',
  register(env) {
    env.registerInit({ deps: {}, async init() {} });
  },
});
