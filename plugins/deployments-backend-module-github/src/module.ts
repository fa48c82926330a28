import { createBackendModule } from '@backstage/backend-plugin-api';

/** @public */
export const deploymentsModuleGitHub = createBackendModule({
  pluginId: 'deployments',
  moduleId: 'github',
  register(env) {
    env.registerInit({ deps: {}, async init() {} });
  },
});
