import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { deploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import { createAlertmanagerCheck } from './alertmanager/alertmanagerCheck';
import { createAlertmanagerCondition } from './alertmanager/alertmanagerCondition';
import { createInstancePool } from './client/instancePool';
import { readInstances } from './config/readInstances';
import { createPrometheusCheck } from './prometheus/prometheusCheck';

/**
 * Adds the check providers `prometheus` and `alertmanager` and the start condition provider `alertmanager` to the deployments
 * backend.
 *
 * @public
 */
export const deploymentsModulePrometheus = createBackendModule({
  pluginId: 'deployments',
  moduleId: 'prometheus',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        lifecycle: coreServices.rootLifecycle,
        logger: coreServices.logger,
        deployments: deploymentsExtensionPoint,
      },
      async init({ config, lifecycle, logger, deployments }) {
        // Registered without configuration too, so that its use fails with an error that says what is missing.
        const [prometheus, alertmanager] = [
          ['Prometheus', 'deployments.prometheus'] as const,
          ['Alertmanager', 'deployments.alertmanager'] as const,
        ].map(([product, root]) =>
          createInstancePool(
            product,
            root,
            deployments.readConfig(() => readInstances(config, root)),
          ),
        );
        deployments.addCheckProvider(createPrometheusCheck(prometheus, logger));
        deployments.addCheckProvider(createAlertmanagerCheck(alertmanager));
        deployments.addStartConditionProvider(
          createAlertmanagerCondition(alertmanager),
        );
        lifecycle.addShutdownHook(() => {
          prometheus.close();
          alertmanager.close();
        });
      },
    });
  },
});
