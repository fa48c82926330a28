import { createBackendModule } from '@backstage/backend-plugin-api';

/** Adds the `local` target provider to the deployments backend. */
export const deploymentsModuleLocal = createBackendModule({
  pluginId: 'deployments',
  moduleId: 'local',
  register(env) {
    env.registerInit({ deps: {}, async init() {} });
  },
});
