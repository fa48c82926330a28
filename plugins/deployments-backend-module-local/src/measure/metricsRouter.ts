import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { DeploymentsExtensionPoint } from '@slipway/backstage-plugin-deployments-node';
import type { Request, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import {
  toKey,
  type MeasuredServiceEnvironment,
  type TrafficMetrics,
} from './trafficMetrics';

/**
 * Creates the routes for Prometheus below the URL of the deployments plugin. They return what belongs to the service
 * environments that the caller may read. A scraper needs its own token, see the README.
 *
 * - `GET /local/metrics`: the traffic through the stable URLs, in the Prometheus text format
 * - `GET /local/targets`: the running instances, in the format of Prometheus' HTTP service discovery
 *
 * @param options - `host`: the address on which instances listen.
 */
export function createMetricsRouter(options: {
  metrics: TrafficMetrics;
  supervisor: {
    readonly serviceEnvironments: readonly MeasuredServiceEnvironment[];
  };
  host: string;
  httpAuth: HttpAuthService;
  deployments: Pick<DeploymentsExtensionPoint, 'filterReadable'>;
}): Router {
  const { metrics, supervisor, host, httpAuth, deployments } = options;
  const listReadable = async (request: Request) => {
    const credentials = await httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    const { serviceEnvironments } = supervisor;
    const readable = await deployments.filterReadable(
      credentials,
      serviceEnvironments.map(({ ref }) => ref),
    );
    const keys = new Set(readable.map(toKey));
    return serviceEnvironments.filter(({ ref }) => keys.has(toKey(ref)));
  };

  const router = PromiseRouter();
  router.get('/local/metrics', async (request, response) => {
    const { contentType, text } = await metrics.render(
      await listReadable(request),
    );
    response.set('content-type', contentType).send(text);
  });
  router.get('/local/targets', async (request, response) => {
    const readable = await listReadable(request);
    response.json(
      readable.flatMap(({ ref, instances }) =>
        instances
          .map(({ id, versionName, replicas }) => ({
            targets: replicas
              .filter(replica => replica.process && replica.port)
              .map(({ port }) => `${host}:${port}`),
            labels: { ...ref, version: versionName, instance_id: id },
          }))
          .filter(({ targets }) => targets.length > 0),
      ),
    );
  });
  return router;
}
