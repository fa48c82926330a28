import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { deploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import { createDeclaredServices } from './config/declaredServices';
import {
  readLocalConfig,
  type ReadLocalConfig,
} from './config/readLocalConfig';
import { startLoadGenerator } from './load/loadGenerator';
import { createMetricsRouter } from './measure/metricsRouter';
import { createTrafficMetrics } from './measure/trafficMetrics';
import { LocalSupervisor } from './target/localSupervisor';
import { createLocalTarget } from './target/localTarget';
import { createLocalVersionSource } from './localVersionSource';

function startLoad(
  supervisor: LocalSupervisor,
  config: ReadLocalConfig,
): () => void {
  if (!config.load.enabled) return () => {};
  return startLoadGenerator({
    requestsPerSecond: config.load.requestsPerSecond,
    path: config.load.path,
    timeoutMs: config.requestTimeout + 5_000,
    targets: () =>
      supervisor.serviceEnvironments.flatMap(({ slug, url, instances }) =>
        url !== undefined && instances.some(({ weight }) => weight > 0)
          ? [{ id: slug, url }]
          : [],
      ),
  });
}

/**
 * Adds the target provider `local` and the version source `local` to the deployments backend.
 *
 * @public
 */
export const deploymentsModuleLocal = createBackendModule({
  pluginId: 'deployments',
  moduleId: 'local',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.rootLifecycle,
        logger: coreServices.logger,
        deployments: deploymentsExtensionPoint,
      },
      async init({
        config,
        httpAuth,
        httpRouter,
        lifecycle,
        logger,
        deployments,
      }) {
        const local = deployments.readConfig(() => readLocalConfig(config));
        if (!local) {
          // Registered nevertheless, so that its use fails with an error that says what is missing.
          deployments.addTarget(createLocalTarget(undefined));
          deployments.addVersionSource(
            createLocalVersionSource(createDeclaredServices({})),
          );
          return;
        }
        const metrics = createTrafficMetrics();
        const supervisor = new LocalSupervisor({
          config: local,
          logger,
          onRequestCompleted: metrics.count,
        });
        deployments.addTarget(createLocalTarget(supervisor));
        deployments.addVersionSource(
          createLocalVersionSource(supervisor.services),
        );

        httpRouter.use(
          createMetricsRouter({
            metrics,
            supervisor,
            host: local.host,
            httpAuth,
            deployments,
          }),
        );

        let stopLoad = () => {};
        lifecycle.addStartupHook(async () => {
          await supervisor.start();
          stopLoad = startLoad(supervisor, local);
        });
        lifecycle.addShutdownHook(async () => {
          stopLoad();
          await supervisor.stop();
        });
      },
    });
  },
});
