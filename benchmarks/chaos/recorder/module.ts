import { createBackendModule } from '@backstage/backend-plugin-api';
import { deploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import { recordedCheck } from './check';
import { createRecorderTarget } from './target';

/** Adds the targets and the check provider of the world. */
export const recorderModule = createBackendModule({
  pluginId: 'deployments',
  moduleId: 'recorder',
  register(env) {
    env.registerInit({
      deps: { deployments: deploymentsExtensionPoint },
      async init({ deployments }) {
        deployments.addTarget(
          createRecorderTarget({ id: 'recorder', fenced: true }),
        );
        deployments.addTarget(
          createRecorderTarget({ id: 'recorder-unfenced', fenced: false }),
        );
        deployments.addCheckProvider(recordedCheck);
      },
    });
  },
});
