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
import { startLoad } from './load/loadGenerator';
import { createMetricsRouter } from './measure/metricsRouter';
import { createTrafficMetrics } from './measure/trafficMetrics';
import { LocalManager } from './target/localSupervisor';
import { createLocalTarget } from './target/localTarget';
import { createLocalVersionSource } from './localVersionSource';

function loadOn(manager: LocalManager, config: ReadLocalConfig): () => void {
  if (!config.load.enabled) return () => {};
  return startLoad({
    requestsPerSecond: config.load.requestsPerSecond,
    path: config.load.path,
    timeoutMs: config.requestTimeout + 5_000,
    targets: () =>
      manager.places.flatMap(({ slug, url, instances }) =>
        url !== undefined && instances.some(({ weight }) => weight > 0)
          ? [{ id: slug, url }]
          : [],
      ),
  });
}

/** Adds the `local` target provider and version source to the deployments backend. */
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
        const local = readLocalConfig(config);
        if (!local) {
          // Still known by its name, so that whoever uses it is told what is missing.
          deployments.addTarget(createLocalTarget(undefined));
          deployments.addVersionSource(
            createLocalVersionSource(createDeclaredServices({})),
          );
          return;
        }
        const metrics = createTrafficMetrics();
        const manager = new LocalManager({
          config: local,
          logger,
          onAnswered: metrics.count,
        });
        deployments.addTarget(createLocalTarget(manager));
        deployments.addVersionSource(
          createLocalVersionSource(manager.services),
        );

        httpRouter.use(
          createMetricsRouter({ metrics, manager, httpAuth, deployments }),
        );

        let stopLoad = () => {};
        lifecycle.addStartupHook(async () => {
          await manager.start();
          stopLoad = loadOn(manager, local);
        });
        lifecycle.addShutdownHook(async () => {
          stopLoad();
          await manager.stop();
        });
      },
    });
  },
});
